import { defineEvent } from '@bali/schema';
import { credential } from '../accounts/account-fields.js';

export const PasskeyRevoked = defineEvent('PasskeyRevoked', {
  schemaVersion: 1,
  about: 'the person signs no more with a passkey',
  data: { credential },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/credential'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RevokePasskey', action: 'manage-own-access' },
  sentence: (data, { account }) =>
    `revoked the passkey ${data.credential} of the account ${account ?? ''}: nothing is signed with it any more`,
  sample: { credential: 'kqX0mVw8cJ3rT5yZbN1sLg' },
});
