import { defineEvent, oneOf, words } from '@bali/schema';
import { Type } from 'typebox';
import { commitment, SAMPLE_COMMITMENT } from '../accounts/account-fields.js';
import { CREDENTIAL_KINDS } from './credentials-set.js';

/** Why a credential was bound: an operator says that what is kept is right, or its holder gave it and it was hashed anew. */
export const BINDINGS = ['by-operator', 'hashed-anew'] as const;
export type Binding = (typeof BINDINGS)[number];

export const CredentialBound = defineEvent('CredentialBound', {
  schemaVersion: 1,
  about: 'a credential that was set before was bound: from now on it counts only as it was kept then',
  data: {
    kind: oneOf('which credential', CREDENTIAL_KINDS),
    credential: Type.String({ description: 'the event that had set or bound it before', format: 'uuid' }),
    why: oneOf('why', BINDINGS),
    commitment,
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/kind', '/credential', '/why', '/commitment'],
  mayBeAnnulled: false,
  signedUnder: [],
  // An operator binds with the keys at hand, on the command line; the software binds what it has hashed anew.
  command: undefined,
  sentence: ({ kind, why }, { account = '' }) =>
    `bound the ${words(kind)} of the account ${account}, which counts from now on only as it was kept then (${words(why)})`,
  sample: {
    kind: 'password',
    credential: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
    why: 'by-operator',
    commitment: SAMPLE_COMMITMENT,
  },
});
