import { LedgerHeld, NotThisLedger, storageFailureOf, StoreUnavailable } from '@bali/event-store';
import { NotYetInLog, SigningKeysRefused, SigningRefused, TreeDiffers } from '../errors.js';

/** Why no checkpoint was signed: the label of a metric, so it says nothing of a size or of an event. */
export type SigningFailure =
  | SigningRefused['why']
  | SigningKeysRefused['code']
  | 'not-this-ledger'
  | 'ledger-held'
  | 'tree-behind'
  | 'tree-differs'
  | 'disk'
  | 'store-unavailable'
  | 'other';

/** Why no checkpoint was signed, as operators count it. */
export function signingFailureOf(error: unknown): SigningFailure {
  if (error instanceof SigningRefused) return error.why;
  if (error instanceof SigningKeysRefused) return error.code;
  if (error instanceof LedgerHeld) return 'ledger-held';
  if (error instanceof NotThisLedger) return 'not-this-ledger';
  if (error instanceof NotYetInLog) return error.cause instanceof TreeDiffers ? 'tree-differs' : 'tree-behind';
  if (storageFailureOf(error) !== undefined) return 'disk';
  return error instanceof StoreUnavailable ? 'store-unavailable' : 'other';
}

/** Failures that say that the ledger was changed, cut or restored: whoever is on call looks at once. */
const ALARMS: ReadonlySet<SigningFailure> = new Set<SigningFailure>([
  'truncated',
  'forked',
  'not-this-ledger',
  'ledger-held',
  'tree-differs',
]);

/** What an operator is told of a failure to sign, in one line. */
export function sentenceOf(failure: SigningFailure): string {
  return ALARMS.has(failure)
    ? 'REFUSED TO SIGN: the ledger was changed, cut or restored'
    : 'no checkpoint can be signed: `err` says why and what to do';
}

/** Whether each occurrence is told, and not only the first in a row. */
export function isAlarm(failure: SigningFailure): boolean {
  return ALARMS.has(failure);
}
