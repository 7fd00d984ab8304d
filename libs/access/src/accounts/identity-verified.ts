import { defineEvent, oneOf } from '@bali/schema';

/** How somebody made sure that a person is who they say (21 CFR 11.100(b)). */
export const IDENTITY_CHECKS = ['document-in-person', 'document-by-video', 'known-personally', 'installation'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** As a person would say it. */
export const CHECKED: Readonly<Record<IdentityCheck, string>> = {
  'document-in-person': 'they showed a document in person',
  'document-by-video': 'they showed a document by video',
  'known-personally': 'they are known personally',
  installation: 'they were named when the software was installed',
};

export const IdentityVerified = defineEvent('IdentityVerified', {
  schemaVersion: 1,
  about: 'the identity of the person was verified',
  data: { how: oneOf('how', IDENTITY_CHECKS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/how'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'VerifyIdentity', action: 'manage-accounts' },
  sentence: ({ how }, { account }) => `verified who the person with the account ${account ?? ''} is: ${CHECKED[how]}`,
  sample: { how: 'document-in-person' },
});
