import { type About, defineEvent, forSites, words } from '@bali/schema';
import type { Role } from '../roles.js';
import {
  anyRole,
  commitment,
  device,
  formerRole,
  roleBeforeBoard,
  SAMPLE_COMMITMENT,
  session,
  sites,
} from '../accounts/account-fields.js';

export const SignedIn = defineEvent('SignedIn', {
  schemaVersion: 5,
  earlier: [
    // Before there were commitments: it does not say which token the session has.
    { schemaVersion: 1, data: { session, role: formerRole, sites }, upcast: undefined },
    // When no device was remembered.
    { schemaVersion: 2, data: { session, role: formerRole, sites, commitment }, upcast: undefined },
    // When nobody could be an emergency physician.
    {
      schemaVersion: 3,
      data: { session, role: formerRole, sites, commitment, device },
      upcast: (data: object) => data,
    },
    // When the data monitoring board had no role.
    {
      schemaVersion: 4,
      data: { session, role: roleBeforeBoard, sites, commitment, device },
      upcast: (data: object) => data,
    },
  ],
  about: 'the person signed in',
  data: { session, role: anyRole, sites, commitment, device },
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

/** What a record of any version holds. */
export interface SignedInAsStored {
  readonly session: string;
  readonly role: Role;
  readonly sites: readonly string[];
  readonly commitment?: string;
  readonly device?: string;
}

/** The commitment is for programs: it tells people nothing. */
function signedInInWords(data: SignedInAsStored, { account = '' }: About): string {
  return `signed in with the account ${account} as ${words(data.role)}${forSites(data.sites)} (session ${data.session})`;
}
