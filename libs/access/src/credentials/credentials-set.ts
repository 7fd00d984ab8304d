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

/** As it was written before there were commitments: it does not say which password or code was set. */
export const CredentialsSetV1 = defineEvent('CredentialsSet', {
  schemaVersion: 1,
  about: 'a credential was set, in place of the former one of its kind',
  data: { kind: oneOf('what was set', CREDENTIAL_KINDS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/kind'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'SetCredential', action: 'manage-own-access' },
  sentence: setInWords,
  sample: { kind: 'initial-password' },
});

export const CredentialsSet = defineEvent('CredentialsSet', {
  schemaVersion: 2,
  about: 'a credential was set, in place of the former one of its kind',
  data: { kind: oneOf('what was set', CREDENTIAL_KINDS), commitment },
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

/** The commitment is for programs: it tells people nothing. */
function setInWords({ kind }: { readonly kind: CredentialKind }, { account = '' }: About): string {
  return `set ${SET[kind]} for the account ${account}, in place of a former one`;
}
