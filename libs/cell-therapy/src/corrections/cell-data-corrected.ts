import {
  type About,
  defineEvent,
  type EventDefinition,
  type EventOf,
  inPlainWords,
  isFreeTextAt,
  patientCode,
  type ShowText,
} from '@bali/schema';
import { correctionFields, type CorrectionEvent } from '@bali/trial';
import { CELL_THERAPY_EVENTS, isCellTherapyEvent } from '../unit/cell-events.js';

/** A mistake of the unit is never overwritten: this says what was wrong, in which record, and what is right. */
export const CellDataCorrected = defineEvent('CellDataCorrected', {
  schemaVersion: 1,
  about: 'a value that the cell therapy unit had recorded was corrected',
  data: { patient: patientCode, ...correctionFields },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/correctedEvent', '/correctedType', '/field', '/oldValue', '/newValue', '/computed'],
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

/** Its values are free texts where the corrected field holds one. */
function correctionInWords(correction: CorrectionEvent['data'], { show }: About, itself: EventDefinition): string {
  const { correctedType, field } = correction;
  const isText = isCellTherapyEvent(correctedType) && isFreeTextAt(CELL_THERAPY_EVENTS[correctedType].data, field);
  return inPlainWords(isText ? withTexts(correction, show) : correction, itself);
}

function withTexts({ oldValue, newValue, ...correction }: CorrectionEvent['data'], show: ShowText): object {
  const shown = (value: unknown) => (typeof value === 'string' ? show(value) : value);
  return {
    ...correction,
    ...(oldValue === undefined ? {} : { oldValue: shown(oldValue) }),
    ...(newValue === undefined ? {} : { newValue: shown(newValue) }),
  };
}
