import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { Shares } from './shares.js';

/** Two at once are enough for a person, and eight leave the processor to everybody else. */
const LIMITS = { perAccount: 2, perAddress: 6, inAll: 8 };

/** The token of the one count of all requests that take long, whichever module they are of. */
export const LONG_WORK = Symbol('LongWork');

export function countLongWork(): Shares {
  return new Shares('requests that take long', LIMITS);
}

/** A share is given back when the work has ended, also where its client has gone before: who goes away cannot begin more. */
@Injectable()
class LongWork implements NestInterceptor {
  readonly #shares: Shares;

  constructor(@Inject(LONG_WORK) shares: Shares) {
    this.#shares = shares;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const release = this.#shares.take(context.switchToHttp().getRequest<FastifyRequest>());
    return next.handle().pipe(finalize(release));
  }
}

/** The answer takes work that grows with the ledger: an account has only a few such requests at once. */
export function TakesLong(): ClassDecorator & MethodDecorator {
  return UseInterceptors(LongWork);
}
