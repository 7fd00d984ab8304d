import { storageFailureOf } from '@bali/event-store';
import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import { REQUEST_ID_HEADER } from '../request/request-id.js';
import { RouteTable } from '../request/route-table.js';
import { SECURITY_HEADERS } from '../security/security-headers.js';
import { Problem, PROBLEM_MEDIA_TYPE, problemBody } from './problem.js';
import { PROBLEMS } from './problem-kinds.js';
import { problemOf } from './problem-of.js';

/** Refusals for now, because of what others, or too many, ask. */
const AT_WILL: ReadonlySet<string> = new Set([PROBLEMS['not-available'].code, PROBLEMS.overloaded.code]);

/** Answers every error as a problem (RFC 9457), and writes those that nobody foresaw to the log, in full. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #options: HttpOptions;
  readonly #routes: RouteTable;

  constructor(@Inject(HTTP_OPTIONS) options: HttpOptions, @Inject(RouteTable) routes: RouteTable) {
    this.#options = options;
    this.#routes = routes;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.#withAllowedMethods(problemOf(error, this.#options.translations), request);
    this.#log(problem, request, error);
    if (storageFailureOf(error) === 'damaged') this.#options.fileIsDamaged?.();
    if (reply.raw.headersSent) {
      // The answer is under way already: cutting it is the only way left to say that it is not whole.
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, problem, request.id);
  }

  /** What whoever asks could bring about at will is no error of ours: an alarm on such lines would be theirs to raise. */
  #log({ kind: { code, status } }: Problem, { id: requestId }: FastifyRequest, err: unknown): void {
    if (status < 500) return;
    if (AT_WILL.has(code)) this.#options.logger.warn({ requestId, code }, 'request was not answered for now');
    else this.#options.logger.error({ requestId, code, err }, 'request failed');
  }

  /** A path that exists, but not with this method, is another mistake than a path that does not. */
  #withAllowedMethods(problem: Problem, request: FastifyRequest): Problem {
    if (problem.kind !== PROBLEMS['no-such-route']) return problem;
    const methods = this.#routes.methodsAt(request.url);
    if (methods.length === 0) return problem;
    return new Problem(PROBLEMS['method-not-allowed'], { headers: { allow: methods.join(', ') } });
  }
}

/** Answers with a problem, also where no hook has run: then the headers of every answer are not in it yet. */
export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  // Serialized here: the content type is none that Fastify would take for JSON by itself.
  const body = Buffer.from(JSON.stringify(problemBody(problem, requestId)));
  // The framework would close the connection on what is left of the body, which may cut off the answer, too. What is left
  // is read and dropped instead, for no longer than a request may take.
  if (problem.kind === PROBLEMS['body-too-large']) reply.removeHeader('connection');
  void reply
    .status(problem.kind.status)
    .headers(SECURITY_HEADERS)
    .header(REQUEST_ID_HEADER, requestId)
    .headers(problem.details.headers ?? {})
    .type(PROBLEM_MEDIA_TYPE)
    .send(body);
}
