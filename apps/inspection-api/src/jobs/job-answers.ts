import { JOB_STATUSES } from '@bali/queries';
import { instant, oneOf, record } from '@bali/schema';
import { type DocumentedAnswer, plain, text } from '@bali/shared-routes';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { Type } from 'typebox';

export const hash = (description: string) => Type.String({ description, pattern: '^[0-9a-f]{64}$' });
export const whole = (description: string) => Type.Integer({ description, minimum: 0 });

/** What is said of everything that is made in the background. */
export const JOB_FIELDS = {
  id: Type.String({ description: 'identifier', format: 'uuid' }),
  requestedBy: text('user id of the person who asked for it'),
  requestedAt: instant('when the person asked for it'),
  progress: Type.Optional(
    record({
      step: text('what is being done'),
      done: whole('number of items that are done in this step'),
      of: whole('number of items that this step has'),
    }),
  ),
  bytes: Type.Optional(whole('size of the zip file')),
  sha256: Type.Optional(hash('SHA-256 of the zip file')),
  failure: Type.Optional(text('what went wrong')),
};

/** @param made such as `the package` */
export function jobStatus(made: string) {
  return oneOf(`how it stands; interrupted: the server ended while ${made} was being made`, JOB_STATUSES);
}

/** Documents that something is being made, and how it stands. */
export function IsBeingMade<View>({ schema, example }: DocumentedAnswer<View>): MethodDecorator {
  const content = { 'application/json': { schema: plain(schema), example } };
  return ApiCreatedResponse({ description: 'It is being made', content });
}

/** Documents a zip file. */
export function AnswersZip(): MethodDecorator {
  const content = { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } };
  return ApiOkResponse({ description: 'The zip file', content });
}
