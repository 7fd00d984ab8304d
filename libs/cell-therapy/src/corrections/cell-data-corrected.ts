import { defineEvent, type EventOf, patientCode } from '@bali/schema';
import { correctionFields, correctionInWords } from '@bali/trial';

/** A mistake of the unit is never overwritten: this says what was wrong, in which record, and what is right. */
export const CellDataCorrected = defineEvent('CellDataCorrected', {
  schemaVersion: 1,
  about: 'a value that the cell therapy unit had recorded was corrected',
  data: { patient: patientCode, ...correctionFields },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/correctedEvent', '/correctedType', '/field', '/oldValue', '/newValue', '/computed'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CorrectCellData', action: 'record-cells' },
  sentence: correctionInWords,
  sample: {
    patient: 'REI-001',
    correctedEvent: '0d2c55b3-6d2f-5b52-8a44-5f3d5a0c1e77',
    correctedType: 'CellsCounted',
    field: '/viabilityPercent',
    oldValue: '69.5',
    newValue: '96.5',
    computed: false,
  },
});

export type CellCorrectionEvent = EventOf<typeof CellDataCorrected>;
