import { type About, defineEvent, oneOf } from '@bali/schema';
import { commitment, SAMPLE_COMMITMENT } from '../accounts/account-fields.js';

/** An initial password is good for nothing but choosing one's own. */
export const CREDENTIAL_KINDS = ['initial-password', 'password', 'one-time-code'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

const SET: Readonly<Record<CredentialKind, string>> = {
  'initial-password': 'an initial password (good for nothing but choosing another)',
  password: 'a password',
  'one-time-code': 'one-time codes',
};

const kind = oneOf('what was set', CREDENTIAL_KINDS);

export const CredentialsSet = defineEvent('CredentialsSet', {
  schemaVersion: 2,
  earlier: [
    // Before there were commitments: it does not say which password or code was set.
    { schemaVersion: 1, data: { kind }, upcast: undefined },
  ],
  about: 'a credential was set, in place of the former one of its kind',
  data: { kind, commitment },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/kind', '/commitment'],
  mayBeAnnulled: false,
  signedUnder: [],
  // An initial password is set by the software, along with a new account or an approved recovery.
  command: { name: 'SetCredential', action: 'manage-own-access' },
  sentence: setInWords,
  sample: { kind: 'initial-password', commitment: SAMPLE_COMMITMENT },
});

/** What a record of any version holds. */
export interface CredentialsAsSet {
  readonly kind: CredentialKind;
  readonly commitment?: string;
}

/** The commitment is for programs: it tells people nothing. */
function setInWords({ kind: set }: CredentialsAsSet, { account = '' }: About): string {
  return `set ${SET[set]} for the account ${account}, in place of a former one`;
}
