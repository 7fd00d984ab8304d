import { defineEvent, oneOf } from '@bali/schema';
import { session } from '../accounts/account-fields.js';

export const SESSION_ENDS = ['idle', 'absolute', 'revoked', 'too-many'] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

const ENDED: Readonly<Record<SessionEnd, string>> = {
  idle: 'nothing was done in it for too long',
  absolute: 'it had lasted as long as a session may',
  revoked: 'it was revoked',
  'too-many': 'the person had too many at once',
};

export const SessionEnded = defineEvent('SessionEnded', {
  schemaVersion: 1,
  about: 'a session was ended',
  data: { session, why: oneOf('why', SESSION_ENDS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/session', '/why'],
  mayBeAnnulled: false,
  signedUnder: [],
  // A session that is over is ended by the software.
  command: { name: 'RevokeSessions', action: 'manage-accounts' },
  sentence: (data, { account }) =>
    `ended a session of the account ${account ?? ''}, because ${ENDED[data.why]} (session ${data.session})`,
  sample: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', why: 'idle' },
});
