import type { LedgerRecord, RecordMetadata } from '@bali/ledger';
import type { GivenUp, PendingRequest } from '@bali/trial';

/** Something that was begun in the sealed ledger and is to be finished in the trial ledger: what, and who asked for it when. */
export interface Begun<Data extends { readonly request: PendingRequest } = { readonly request: PendingRequest }> {
  /** Of the event with which it was begun. */
  readonly type: string;
  readonly data: Data;
  readonly metadata: RecordMetadata;
  readonly isGivenUp: boolean;
}

/**
 * All that was begun, in that order, with one more record of the sealed ledger: whatever holds a request was begun, whichever
 * room it is of; what an event gives up is not finished any more.
 * @param record as it is opened.
 */
export function evolveBegun(begun: readonly Begun[], { type, data, metadata }: LedgerRecord): readonly Begun[] {
  if (hasRequest(data)) return [...begun, { type, data, metadata, isGivenUp: false }];
  const { givenUp } = (data ?? {}) as { readonly givenUp?: GivenUp };
  if (givenUp === undefined) return begun;
  // A command that is repeated after it was given up begins anew: the last time is meant.
  const place = begun.findLastIndex((one) => one.data.request.commandId === givenUp.commandId);
  return begun.map((one, at) => (at === place ? { ...one, isGivenUp: true } : one));
}

function hasRequest(data: unknown): data is Begun['data'] {
  return typeof data === 'object' && data !== null && 'request' in data;
}
