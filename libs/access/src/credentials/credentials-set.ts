import { defineEvent, oneOf, plainly } from '@bali/schema';

/** An initial password is good for nothing but choosing one's own. */
export const CREDENTIAL_KINDS = ['initial-password', 'password', 'one-time-code'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const CredentialsSet = defineEvent('CredentialsSet', {
  schemaVersion: 1,
  about: 'a credential was set, in place of the former one of its kind',
  data: { kind: oneOf('what was set', CREDENTIAL_KINDS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/kind'],
  signedUnder: [],
  // An initial password is set by the software, along with a new account or an approved recovery.
  command: { name: 'SetCredential', action: 'manage-own-access' },
  sentence: plainly,
  sample: { kind: 'initial-password' },
});
