import { defineEvent, oneOf, plainly } from '@bali/schema';
import { session } from '../accounts/account-fields.js';

export const SESSION_ENDS = ['idle', 'absolute', 'revoked', 'too-many'] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

export const SessionEnded = defineEvent('SessionEnded', {
  schemaVersion: 1,
  about: 'a session was ended',
  data: { session, why: oneOf('why', SESSION_ENDS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/why'],
  signedUnder: [],
  // A session that is over is ended by the software.
  command: { name: 'RevokeSessions', action: 'manage-accounts' },
  sentence: plainly,
  sample: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', why: 'idle' },
});
