import type { Person } from '@bali/access';
import type { CommandMessage } from './command-identity.js';

/** A command as it came in: who sends it, from where, and what. All of it that the record may need to know. */
export interface Invocation extends Omit<CommandMessage, 'userId'> {
  readonly person: Person;
  /** A UUID: the correlation id of what it records. */
  readonly requestId: string;
  readonly source: { readonly client: string; readonly ip: string };
  /** The revision that the client decided on, if it says so. */
  readonly expectedRevision: number | undefined;
}
