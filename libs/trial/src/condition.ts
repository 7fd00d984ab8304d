import type { Refusal } from './refusal.js';
import { refusal } from './refusal.js';

/** Something that has to hold when an event is recorded, whatever its values are worth otherwise. */
export interface Condition<State, Context> {
  /** What has to hold, as the second half of a sentence that begins with "only if". */
  readonly says: string;
  /** The field that it is about (a JSON pointer): a correction of that field is held to it again. */
  readonly field?: string;
  /** Whether it has to hold as long as the entry stands, so that what it rests on is not annulled without it. */
  readonly asLongAsItStands?: true;
  refuses(state: State, context: Context, data: never): Refusal | undefined;
}

/** What is done only with a reason. @param what the subject of the refusal's sentence. */
export function reasonGiven(what: string): Condition<unknown, { readonly reason?: string }> {
  return {
    says: 'a reason is given',
    field: '/reason',
    refuses: (_, { reason }) =>
      reason === undefined ? refusal('reason-missing', `${what} needs a reason.`, '/reason') : undefined,
  };
}
