import { defineEvent, oneOf, plainly } from '@bali/schema';

/** How somebody made sure that a person is who they say (21 CFR 11.100(b)). */
export const IDENTITY_CHECKS = ['document-in-person', 'document-by-video', 'known-personally', 'installation'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

export const IdentityVerified = defineEvent('IdentityVerified', {
  schemaVersion: 1,
  about: 'the identity of the person was verified',
  data: { how: oneOf('how', IDENTITY_CHECKS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/how'],
  signedUnder: [],
  command: { name: 'VerifyIdentity', action: 'manage-accounts' },
  sentence: plainly,
  sample: { how: 'document-in-person' },
});
