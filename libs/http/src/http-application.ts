import type { DynamicModule, Type } from '@nestjs/common';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import { HttpModule } from './http-module.js';
import type { HttpOptions } from './http-options.js';
import { ROUTE_PREFIX, setUpOpenApi, WITHOUT_PREFIX } from './open-api.js';
import { Metrics } from './operations/metrics.js';
import { NestLogger } from './operations/nest-logger.js';
import { logRequests } from './operations/request-log.js';
import { servePages } from './pages/serve-pages.js';
import { sendProblem } from './problems/problem-filter.js';
import { problemOf } from './problems/problem-of.js';
import { answerBrokenRequests } from './request/broken-request.js';
import { readJsonBody } from './request/json-body.js';
import { refuseAmbiguousHeaders } from './request/request-headers.js';
import { REQUEST_ID_HEADER, requestIdOf } from './request/request-id.js';
import { RouteTable } from './request/route-table.js';
import { padded } from './security/padded-answers.js';
import { createRateLimiter, type RateLimiter } from './security/rate-limiter.js';
import { SECURITY_HEADERS } from './security/security-headers.js';

const BODY_LIMIT_BYTES = 128 * 1024;
const CLOSE_WITHIN_MS = 10_000;
const LOOK_FOR_IDLE_MS = 50;

/**
 * An HTTP application, complete but for listening: `/v1` for the API's own routes; health, metrics, documentation and
 * explanations of problems beside it.
 *
 * When it closes, it stops accepting, answers the requests under way, ends the streams, and only then are the hooks
 * `onApplicationShutdown` called: that is where a store is closed. `onModuleDestroy` comes before, too early for that.
 * @throws UnguardedRoutes when a route does not say who may call it.
 */
export async function createHttpApplication(
  api: Type | DynamicModule,
  options: HttpOptions,
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const adapter = createAdapter(options, routes);
  const limiter = await createRateLimiter(adapter.getInstance(), options.rateLimits);
  if (options.rateLimits !== undefined) limitAddresses(adapter, limiter);
  const own = { logger: new NestLogger(options.logger), bodyParser: false, abortOnError: false };
  const settings = Object.assign(new NestApplicationContextOptions(), own);
  const root = HttpModule.around(api, { options, routes, limiter });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, settings);
  const logRequest = logRequests(options.logger, app.get(Metrics));
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply);
    done();
  });
  app.setGlobalPrefix(ROUTE_PREFIX, { exclude: WITHOUT_PREFIX });
  setUpOpenApi(app, options);
  if (options.pages !== undefined) servePages(adapter.getInstance(), options.pages);
  return begun(app);
}

/** What its parts have begun when one of them fails, such as following a ledger, is ended again. */
async function begun(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  try {
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

function createAdapter(options: HttpOptions, routes: RouteTable): FastifyAdapter {
  const { newRequestId, bodyLimit = BODY_LIMIT_BYTES, trustProxy, closeWithinMs = CLOSE_WITHIN_MS } = options;
  const adapter = new FastifyAdapter({
    bodyLimit,
    trustProxy: trustProxy === undefined ? false : [...trustProxy],
    genReqId: (request: IncomingMessage) => requestIdOf(request, newRequestId),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, problemOf(error), request.id),
    clientErrorHandler: answerBrokenRequests(newRequestId),
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
    // A request on a connection that is already open is still answered while the application closes.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    skipMiddie: true,
    routerOptions: { maxParamLength: 512 },
  });
  const fastify = adapter.getInstance();
  // Node alone would refuse such a header with 417 and without a word. It may as well be ignored (RFC 9110, 10.1.1).
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  fastify.addHook('onRoute', (route) => routes.add(route.url, route.method));
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header(REQUEST_ID_HEADER, request.id);
    try {
      refuseAmbiguousHeaders(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    done(null, padded(request, reply, payload));
  });
  fastify.addHook('preClose', (done) => {
    closeConnections(fastify.server, closeWithinMs);
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_, body, done) => {
    try {
      done(null, readJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  return adapter;
}

/**
 * Lets go of each connection once it is idle: a client that keeps one open after its answer would keep the application
 * from closing. Requests under way may end, but one that never does is cut off.
 */
function closeConnections(server: Server, withinMs: number): void {
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS).unref();
  const cutOff = setTimeout(() => server.closeAllConnections(), withinMs).unref();
  server.once('close', () => {
    clearInterval(idle);
    clearTimeout(cutOff);
  });
}

/** Before anything of a request is read. Not so for health: a flood must not make a supervisor end what still works. */
function limitAddresses(adapter: FastifyAdapter, limiter: RateLimiter): void {
  adapter.getInstance().addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/health/')) await limiter.countAddress(request);
  });
}
