import { defineEvent } from '@bali/schema';
import { redactionFields, redactionInWords } from '@bali/trial';

export const SealedTextRedacted = defineEvent('SealedTextRedacted', {
  schemaVersion: 1,
  about: 'a free text beside the sealed ledger was erased',
  data: redactionFields('^/(metadata/reason|data/[A-Za-z0-9]{1,60}|data/request/reason/kept)$'),
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/redactedEvent', '/field', '/hash', '/why'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RedactSealedText', action: 'redact-sealed-text' },
  sentence: redactionInWords,
  sample: {
    redactedEvent: '0a1b2c3d-7f0f-5b7e-9a53-4f1f3c2d1b0a',
    field: '/metadata/reason',
    hash: 'ab'.repeat(32),
    why: 'names-a-person',
  },
});
