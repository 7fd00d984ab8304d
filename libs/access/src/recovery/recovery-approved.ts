import { type About, defineEvent, oneOf } from '@bali/schema';
import { Type } from 'typebox';
import { CHECKED, IDENTITY_CHECKS, type IdentityCheck } from '../accounts/identity-verified.js';

/** Version 1 does not say how the person was known again. */
export const RecoveryApproved = defineEvent('RecoveryApproved', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: {}, upcast: (data: object) => data }],
  about: 'somebody else approved it: the former credentials and sessions are void',
  data: { how: Type.Optional(oneOf('how the identity of the person was verified again', IDENTITY_CHECKS)) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/how'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ApproveRecovery', action: 'manage-accounts' },
  sentence: ({ how }: { readonly how?: IdentityCheck }, { account }: About) =>
    `approved new credentials for the account ${account ?? ''}: its former credentials and sessions are void` +
    (how === undefined ? '' : `; who the person is was verified again: ${CHECKED[how]}`),
  sample: { how: 'known-personally' },
});
