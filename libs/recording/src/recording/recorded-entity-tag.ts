import { setEntityTag } from '@bali/http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { Recorded } from './recorded.js';

/** Says in `ETag` which revision of the record a command has led to: what the next `If-Match` may give. */
@Injectable()
export class RecordedEntityTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((answer) => {
        if (answer instanceof Recorded) setEntityTag(reply, answer.revision);
      }),
    );
  }
}
