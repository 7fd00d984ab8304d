import { defineEvent, plainly } from '@bali/schema';
import { role, session, sites } from '../accounts/account-fields.js';

export const SignedIn = defineEvent('SignedIn', {
  schemaVersion: 1,
  about: 'the person signed in',
  data: { session, role, sites },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/role', '/sites'],
  signedUnder: [],
  // Whoever signs in has no role before, so that no permission is asked for.
  command: undefined,
  sentence: plainly,
  sample: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', role: 'investigator', sites: ['REI'] },
});
