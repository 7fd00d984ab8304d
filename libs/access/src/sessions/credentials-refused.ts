import { defineEvent } from '@bali/schema';
import { session } from '../accounts/account-fields.js';

export const CredentialsRefused = defineEvent('CredentialsRefused', {
  schemaVersion: 1,
  about: 'wrong credentials were given again in a session',
  data: { session },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: (data, { account }) =>
    `gave wrong credentials again in a session of the account ${account ?? ''} (session ${data.session})`,
  sample: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' },
});
