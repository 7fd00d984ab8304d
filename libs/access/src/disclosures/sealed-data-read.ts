import { defineEvent, patientCode, plainly } from '@bali/schema';
import { Type } from 'typebox';

export const SealedDataRead = defineEvent('SealedDataRead', {
  schemaVersion: 1,
  about: 'somebody read data that would unblind',
  data: {
    what: Type.String({
      description: 'the kind of data, the same whichever arm a patient is in',
      pattern: '^[a-z][a-z0-9-]{0,63}$',
    }),
    patient: Type.Optional(patientCode),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/what', '/patient'],
  signedUnder: [],
  // The software records it before it shows anything.
  command: undefined,
  sentence: plainly,
  sample: { what: 'allocation', patient: 'REI-001' },
});
