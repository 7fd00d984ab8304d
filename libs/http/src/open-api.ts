import { type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { pino } from 'pino';
import { HttpModule } from './http-module.js';
import { type ProblemKind, PROBLEMS } from './problems/problem-kinds.js';
import { PROBLEM_MEDIA_TYPE } from './problems/problem.js';
import { problemSchema } from './problems/problem-schema.js';
import { addRequestExamples } from './request-examples.js';
import { RouteTable } from './request/route-table.js';
import { BEARER } from './security/bearer.js';
import { createRateLimiter } from './security/rate-limiter.js';

/** A part of an API, as its operations name it. */
export interface OpenApiTag {
  readonly name: string;
  readonly description: string;
}

export interface OpenApiOptions {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  /** The parts of the API, in the order in which they are shown. */
  readonly tags?: readonly OpenApiTag[];
  /** The problems that this API has besides those that all APIs share. */
  readonly problems?: readonly ProblemKind[];
}

const BEARER_DESCRIPTION =
  'Who sends the request. Whoever has several roles, and a token that settles none of them, names the one in which they ' +
  'act in the header `X-Role`.';

const LICENSE = { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };

/** The API is where its document is. */
const HERE = '/';

/** All routes of an API are below `/v1`, but for those that tell of the server itself. */
export const ROUTE_PREFIX = 'v1';
export const WITHOUT_PREFIX = ['health/live', 'health/ready', 'metrics', 'problems', 'problems/:code'];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The OpenAPI 3.1 document of an application, with what every operation may answer when it fails. An operation's id is the
 * name of its handler.
 */
function openApiDocument(app: INestApplication, options: OpenApiOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(options.version)
    .setLicense(LICENSE.name, LICENSE.url)
    .addServer(HERE)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: BEARER_DESCRIPTION }, BEARER);
  for (const { name, description } of options.tags ?? []) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_, handler) => handler,
    autoTagControllers: false,
  });
  const Problem = problemSchema([...Object.values(PROBLEMS), ...(options.problems ?? [])]);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem } };
  addRequestExamples(document);
  for (const item of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => item[method])) {
      if (operation === undefined) continue;
      // The rest of a path is called `*` by its handler, and `{path}` in the document.
      operation.parameters = (operation.parameters ?? []).filter((one) => !('name' in one) || one.name !== '*');
      operation.responses.default ??= problemResponse();
      // Routes that are open to anyone say so: a client could take silence for an oversight.
      operation.security ??= [];
    }
  }
  return document;
}

function problemResponse() {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: 'It failed, and this is why', content: { [PROBLEM_MEDIA_TYPE]: { schema } } };
}

/**
 * Serves the document at `/openapi.json` and a page to try it at `/docs`, from files of our own. Both are open to anyone:
 * they hold no data, and a browser has no token when it opens the page. The document is made when it is first asked for.
 */
export function setUpOpenApi(app: INestApplication, options: OpenApiOptions): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: options.title,
  });
}

/** The same document of an API that is not running: no part of it is made, and nothing is opened. */
export async function describeApi(api: Type | DynamicModule, options: OpenApiOptions): Promise<OpenAPIObject> {
  const adapter = new FastifyAdapter();
  const unheard = { logger: pino({ enabled: false }), newRequestId: () => '' };
  const limiter = await createRateLimiter(adapter.getInstance(), undefined);
  const root = HttpModule.around(api, { options: { ...options, ...unheard }, routes: new RouteTable(), limiter });
  const settings = Object.assign(new NestApplicationContextOptions(), { preview: true, logger: false });
  const app = await NestFactory.create(root, adapter, settings);
  app.setGlobalPrefix(ROUTE_PREFIX, { exclude: WITHOUT_PREFIX });
  return openApiDocument(app, options);
}
