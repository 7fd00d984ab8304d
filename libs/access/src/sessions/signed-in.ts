import { type About, defineEvent, forSites, words } from '@bali/schema';
import { commitment, device, formerRole, role, SAMPLE_COMMITMENT, session, sites } from '../accounts/account-fields.js';

/** As it was written before there were commitments: it does not say which token the session has. */
export const SignedInV1 = defineEvent('SignedIn', {
  schemaVersion: 1,
  about: 'the person signed in',
  data: { session, role: formerRole, sites },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/role', '/sites'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: signedInInWords,
  sample: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', role: 'investigator', sites: ['REI'] },
});

/** As it was written when no device was remembered. */
export const SignedInV2 = defineEvent('SignedIn', {
  schemaVersion: 2,
  about: 'the person signed in',
  data: { session, role: formerRole, sites, commitment },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/role', '/sites', '/commitment'],
  mayBeAnnulled: false,
  signedUnder: [],
  // Whoever signs in has no role before, so that no permission is asked for.
  command: undefined,
  sentence: signedInInWords,
  sample: {
    session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
    role: 'investigator',
    sites: ['REI'],
    commitment: SAMPLE_COMMITMENT,
  },
});

/** As it was written when nobody could be an emergency physician. */
export const SignedInV3 = defineEvent('SignedIn', {
  schemaVersion: 3,
  about: 'the person signed in',
  data: { session, role: formerRole, sites, commitment, device },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/role', '/sites', '/commitment', '/device'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: signedInInWords,
  sample: {
    session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
    role: 'investigator',
    sites: ['REI'],
    commitment: SAMPLE_COMMITMENT,
    device: SAMPLE_COMMITMENT,
  },
});

export const SignedIn = defineEvent('SignedIn', {
  schemaVersion: 4,
  about: 'the person signed in',
  data: { session, role, sites, commitment, device },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/role', '/sites', '/commitment', '/device'],
  mayBeAnnulled: false,
  signedUnder: [],
  // Whoever signs in has no role before, so that no permission is asked for.
  command: undefined,
  sentence: signedInInWords,
  sample: {
    session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
    role: 'investigator',
    sites: ['REI'],
    commitment: SAMPLE_COMMITMENT,
    device: SAMPLE_COMMITMENT,
  },
});

interface SignedInData {
  readonly session: string;
  readonly role: string;
  readonly sites: readonly string[];
}

/** The commitment is for programs: it tells people nothing. */
function signedInInWords(data: SignedInData, { account = '' }: About): string {
  return `signed in with the account ${account} as ${words(data.role)}${forSites(data.sites)} (session ${data.session})`;
}
