import type { Action } from '@bali/access';
import { Command } from '@bali/http';
import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse } from '@nestjs/swagger';
import { Recorded } from './recorded.js';

/**
 * The route is a command whose answer is {@link Recorded}; only roles that may do this action may send it.
 * @param type how the answer is documented, where more is known of it.
 */
export function Records(action: Action, type: typeof Recorded = Recorded): MethodDecorator {
  return applyDecorators(
    Command(action),
    ApiCreatedResponse({
      description: 'Recorded, and durable',
      type,
      headers: { ETag: { description: 'revision of the record, in quotes', schema: { type: 'string' } } },
    }),
  );
}
