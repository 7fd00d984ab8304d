import { defineEvent, isBeforeCauses, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';

/**
 * The detail of a reading, by somebody who may know: once for each person, day, kind of data and patient. The access ledger says
 * that they read something on that day, and no more, since how often somebody reads of a patient follows what is done for that
 * patient.
 */
export const SealedDataShown = defineEvent('SealedDataShown', {
  schemaVersion: 1,
  about: 'somebody who may know was shown data that would unblind, for the first time that day',
  data: {
    what: Type.String({ description: 'the kind of data', pattern: '^[a-z][a-z0-9-]{0,63}$' }),
    patient: Type.Optional(patientCode),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/what', '/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  // The software records it before it shows anything.
  command: undefined,
  sentence: ({ what, patient }, about) =>
    `${isBeforeCauses(about) ? 'the person ' : ''}was shown data that would unblind (${words(what)})${patient === undefined ? '' : `, of patient ${patient}`}`,
  sample: { what: 'cells-of-a-patient', patient: 'REI-001' },
});
