const IDENTITY = '21 CFR 11.100: unique to one individual, verified, never reused';
const AUTHORITY = '21 CFR 11.10(d), (g): authority checks';
const DELEGATION = 'ICH E6(R3) 4.3.8: access by duty, revocable, with records of when granted';
const BLIND = 'ICH E6(R3) 4.3.8: access by duty and blinding';
const CREDENTIALS = '21 CFR 11.300: controls for identification codes and passwords';

const REDACTION = 'ICH E6(R3) 4.2.2(b): the trail is modified only in rare cases, with a log and a justification';

const REVIEW = 'EMA 2023, 6.2.2: the audit trail is reviewed, and the review is documented';

/** Every way in which a command about an account is refused: a stable code, and the rule's source. */
export const ACCOUNT_REFUSALS = {
  'account-already-exists': IDENTITY,
  'account-unknown': IDENTITY,
  'account-name-reserved': IDENTITY,
  'account-deactivated': IDENTITY,
  'own-account': AUTHORITY,
  'person-may-have-account': IDENTITY,
  'other-account-unknown': IDENTITY,
  'person-already-recognized': IDENTITY,
  'name-unchanged': IDENTITY,
  'identity-already-verified': IDENTITY,
  'identity-not-verified': IDENTITY,
  'open-identity-of-another': IDENTITY,
  'open-identity-needs-operator': AUTHORITY,
  'delegation-needs-two-administrators': AUTHORITY,
  'delegation-needs-two-people': AUTHORITY,
  'approver-not-independent': AUTHORITY,
  'approver-not-administrator': AUTHORITY,
  'asker-not-administrator': AUTHORITY,
  'request-expired': AUTHORITY,
  'delegation-request-unknown': DELEGATION,
  'delegation-request-over': DELEGATION,
  'administrator-not-alone': AUTHORITY,
  'sites-needed': DELEGATION,
  'sites-not-allowed': DELEGATION,
  'delegation-in-the-past': DELEGATION,
  'delegation-ends-before-it-begins': DELEGATION,
  'roles-incompatible': BLIND,
  'delegation-unknown': DELEGATION,
  'delegation-already-ended': DELEGATION,
  'account-not-locked': CREDENTIALS,
  'credential-missing': CREDENTIALS,
  'recovery-not-requested': CREDENTIALS,
  'recovery-needs-two-people': CREDENTIALS,
  'recovery-codes-not-offered': CREDENTIALS,
  'recovery-code-unknown': CREDENTIALS,
  'passkey-already-registered': IDENTITY,
  'passkeys-too-many': CREDENTIALS,
  'passkey-unknown': CREDENTIALS,
  'session-unknown': AUTHORITY,
  'account-text-unknown': REDACTION,
  'account-text-already-redacted': REDACTION,
  'account-text-own': REDACTION,
  'review-period-not-over': REVIEW,
  'review-period-empty': REVIEW,
  'review-needs-findings': REVIEW,
  'review-names-records': REVIEW,
} as const;
export type AccountRefusalCode = keyof typeof ACCOUNT_REFUSALS;

/** Why a command about an account was refused. What a client may rely on is the code. */
export interface AccountRefusal {
  readonly code: AccountRefusalCode;
  readonly sentence: string;
  readonly source: string;
  /** The value at fault, as a JSON pointer into the command's data, where there is one. */
  readonly field?: string;
}

export function accountRefusal(code: AccountRefusalCode, sentence: string, field?: string): AccountRefusal {
  return { code, sentence, source: ACCOUNT_REFUSALS[code], ...(field === undefined ? {} : { field }) };
}
