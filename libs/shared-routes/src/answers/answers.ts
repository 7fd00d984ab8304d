import { instant, record, whole } from '@bali/schema';
import { ApiOkResponse } from '@nestjs/swagger';
import { type TSchema, Type } from 'typebox';

/** What the documentation says of a query's answer. */
export interface DocumentedAnswer<View> {
  readonly description: string;
  /** Tests hold real answers to it. */
  readonly schema: TSchema;
  /** As a client might get it; of the very type that the query returns. */
  readonly example: View;
  /** What the ETag is the revision of, if there is one. */
  readonly entityTagOf?: string;
}

/** Documents what a query answers. */
export function Answers<View>({ description, schema, example, entityTagOf }: DocumentedAnswer<View>): MethodDecorator {
  const ETag = { description: `revision of ${entityTagOf ?? ''}, in quotes`, schema: { type: 'string' as const } };
  return ApiOkResponse({
    description,
    ...(entityTagOf === undefined ? {} : { headers: { ETag } }),
    content: { 'application/json': { schema: plain(schema), example } },
  });
}

/** A page of a list. */
export function pageOf(item: TSchema): TSchema {
  const next = text('cursor of the next page; absent: this is the last one');
  return record({ items: Type.Array(item), next: Type.Optional(next) });
}

export const text = (description: string) => Type.String({ description });
export const yesOrNo = (description: string) => Type.Boolean({ description });
export const count = (description: string) => whole(description, 0, 1_000_000);
export const place = (description: string) => Type.Integer({ description, minimum: 0 });
/** The server's clock. */
export const recordedAt = instant('when it was recorded: by the clock of the server, UTC');
export const eventIdentifier = (description: string) => Type.String({ description, format: 'uuid' });
/** Data of an event: `/v1/event-schemas/{type}` says what is in it. */
export const eventData = Type.Object({}, { description: 'see the schema of the type', additionalProperties: true });

export const actor = record(
  {
    userId: text('identifier, never given to anyone else'),
    name: text('as it was printed then'),
    role: text('role, as it was then'),
    organisation: text('organisation, as it was then'),
  },
  'who recorded it',
);

/** The JSON Schema alone, without what the library keeps with it. */
export function plain(schema: TSchema): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
}

/** What stands beside the hashes of free texts in an answer. */
export const TEXTS_BY_HASH = Type.Record(Type.String(), Type.String(), {
  description:
    'the free texts by the hashes that stand for them: as they are, withheld from the reader, redacted, missing or altered',
});
