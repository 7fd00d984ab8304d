import { digest, uuid } from '@bali/schema';
import { Type } from 'typebox';

/** Which free text something is about: its event, its place there, and the hash that stands there for ever. */
export const textNamed = {
  event: uuid('id of the event that holds its hash'),
  field: Type.String({
    description: 'JSON pointer into that record, to the hash',
    pattern: '^/(metadata/reason|data/[A-Za-z0-9]{1,60})$',
  }),
  hash: digest('the hash that stands there'),
};
