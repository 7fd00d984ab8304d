import { defineEvent } from '@bali/schema';
import { session } from '../accounts/account-fields.js';

export const SignedOut = defineEvent('SignedOut', {
  schemaVersion: 1,
  about: 'the person signed out',
  data: { session },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'SignOut', action: 'manage-own-access' },
  sentence: (data, { account }) => `signed out of the account ${account ?? ''} (session ${data.session})`,
  sample: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' },
});
