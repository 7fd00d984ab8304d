import { Command } from '@bali/http';
import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse } from '@nestjs/swagger';
import { AccountRecorded } from './identity-answers.js';

/** The route is an administrator's command about an account, whose answer is {@link AccountRecorded}. */
export function Administers(): MethodDecorator {
  return applyDecorators(
    Command('manage-accounts'),
    ApiCreatedResponse({
      description: 'Recorded, and durable',
      type: AccountRecorded,
      headers: { ETag: { description: 'revision of the account, in quotes', schema: { type: 'string' } } },
    }),
  );
}
