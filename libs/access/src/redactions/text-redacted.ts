import { defineEvent, SAMPLE_TEXT_HASH } from '@bali/schema';
import { redactionFields, redactionInWords } from '@bali/trial';

/** The reason of an event of an account was erased: an event of its own in this ledger, of the same form as in the trial's. */
export const TextRedacted = defineEvent('TextRedacted', {
  schemaVersion: 1,
  about: 'a free text was erased',
  data: redactionFields('^/(metadata/reason|data/[A-Za-z0-9]{1,60})$'),
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/redactedEvent', '/field', '/hash', '/why'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RedactText', action: 'manage-accounts' },
  sentence: redactionInWords,
  sample: {
    redactedEvent: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
    field: '/metadata/reason',
    hash: SAMPLE_TEXT_HASH,
    why: 'names-a-person',
  },
});
