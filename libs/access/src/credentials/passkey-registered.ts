import { defineEvent, oneOf } from '@bali/schema';
import { Type } from 'typebox';
import { credential } from '../accounts/account-fields.js';

/** How a passkey signs, as JOSE names it. */
export const PASSKEY_ALGORITHMS = ['ES256', 'EdDSA', 'RS256'] as const;
export type PasskeyAlgorithm = (typeof PASSKEY_ALGORITHMS)[number];

export const PasskeyRegistered = defineEvent('PasskeyRegistered', {
  schemaVersion: 1,
  about: 'the person registered a passkey to sign with; only they have its private key',
  data: {
    credential,
    publicKey: Type.String({
      description: 'the public key: SubjectPublicKeyInfo, DER, base64url',
      pattern: '^[A-Za-z0-9_-]{40,2048}$',
    }),
    algorithm: oneOf('how it signs, as JOSE names it', PASSKEY_ALGORITHMS),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/credential', '/publicKey', '/algorithm'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RegisterPasskey', action: 'manage-own-access' },
  sentence: (data, { account }) =>
    `registered the passkey ${data.credential} (${data.algorithm}) to sign with, for the account ${account ?? ''}; ` +
    `its public key is ${data.publicKey}`,
  sample: {
    credential: 'kqX0mVw8cJ3rT5yZbN1sLg',
    publicKey:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs_o5-uQbTjL3chynL4wXgUg2R9q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B-dFabmdT9POxg',
    algorithm: 'ES256',
  },
});
