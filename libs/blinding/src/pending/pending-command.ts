import type { LedgerRecord, RecordMetadata } from '@bali/ledger';
import type { GivenUp, PendingRequest } from '@bali/trial';

/** A command that began in the sealed ledger and goes on in the trial ledger: what it is about, who gave it, and when. */
export interface PendingCommand<
  Data extends { readonly request: PendingRequest } = { readonly request: PendingRequest },
> {
  /** Type of the event with which it began. */
  readonly type: string;
  readonly data: Data;
  readonly metadata: RecordMetadata;
  /** True if the trial ledger refused it. Whether it is finished is said by the trial ledger alone. */
  readonly isGivenUp: boolean;
}

/**
 * All commands that ever began in the sealed ledger, in that order, with one more record of it: every record that holds a request
 * begins a command, whichever room it is of, and one that says what was given up ends it.
 * @param record as it is opened.
 */
export function evolvePending(
  pending: readonly PendingCommand[],
  { type, data, metadata }: LedgerRecord,
): readonly PendingCommand[] {
  if (hasRequest(data)) return [...pending, { type, data, metadata, isGivenUp: false }];
  const { givenUp } = (data ?? {}) as { readonly givenUp?: GivenUp };
  if (givenUp === undefined) return pending;
  // A command that is repeated after it was given up begins anew: the last time is meant.
  const place = pending.findLastIndex((command) => command.data.request.commandId === givenUp.commandId);
  return pending.map((command, at) => (at === place ? { ...command, isGivenUp: true } : command));
}

function hasRequest(data: unknown): data is PendingCommand['data'] {
  return typeof data === 'object' && data !== null && 'request' in data;
}
