import type { AccountDecision } from './account-commands.js';
import type { AccountEvent } from './account-events.js';
import { accountRefusal, type AccountRefusalCode } from './account-refusals.js';

export function decided(...events: readonly AccountEvent[]): AccountDecision {
  return { events };
}

export function refuse(code: AccountRefusalCode, sentence: string, field?: string): AccountDecision {
  return { refusal: accountRefusal(code, sentence, field) };
}

export const identityNotVerified = refuse(
  'identity-not-verified',
  'Whoever gets the right to do anything is a person whose identity was verified: record first how you verified it (identity verification), then ask again.',
);
