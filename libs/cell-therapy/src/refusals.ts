import { BIOLOGICAL_STUDIES_SOURCE, CELL_THERAPY_SOURCE } from '@bali/protocol';
import type { Refusal } from '@bali/trial';

const SEQUENCE = '21 CFR 11.10(f): permitted sequencing of steps';
const TRACEABILITY = 'Directive 2004/23/EC, Art. 8: traceability from the donor to the recipient';
const BLIND = 'Protocol: only the cell therapy unit knows what is implanted, and no time and no label tells it';
const QUALITY = 'ICH E6(R3) 2.10: investigational products are made and released as the protocol and good practice ask';

/**
 * Every way in which what the unit records is refused, besides the ways of the trial itself. A code says nothing of an arm,
 * a sentence may: it is shown to the unit alone.
 */
export const CELL_THERAPY_REFUSALS = {
  'identifier-mismatch': TRACEABILITY,
  'label-already-used': TRACEABILITY,
  'container-unknown': TRACEABILITY,
  'container-not-available': TRACEABILITY,
  'more-than-there-is': TRACEABILITY,
  'unit-step-missing': SEQUENCE,
  'unit-step-already-recorded': SEQUENCE,
  'blood-tube-missing': QUALITY,
  'quality-not-conform': QUALITY,
  'release-too-early': BLIND,
  'outside-the-window': BLIND,
  'label-not-random': BLIND,
  'second-person-needed': 'EU GMP Part I, 6.17: who performed a test, and who verified it',
  'not-as-prescribed': CELL_THERAPY_SOURCE,
  'not-what-the-list-says': CELL_THERAPY_SOURCE,
  'patient-not-implanted': SEQUENCE,
  'six-months-not-over': CELL_THERAPY_SOURCE,
  'not-unblinded-as-planned': 'ICH E6(R3) 4.1.4: unblinding is planned or documented as a deviation',
  'study-without-cells': BIOLOGICAL_STUDIES_SOURCE,
} as const;
export type CellTherapyRefusalCode = keyof typeof CELL_THERAPY_REFUSALS;

export function cellTherapyRefusal(
  code: CellTherapyRefusalCode,
  sentence: string,
  field?: string,
): Refusal<CellTherapyRefusalCode> {
  return { code, sentence, source: CELL_THERAPY_REFUSALS[code], ...(field === undefined ? {} : { field }) };
}

/** What was done fits the other arm. */
export function notWhatTheListSays(field?: string): Refusal {
  return cellTherapyRefusal(
    'not-what-the-list-says',
    'The randomization list says otherwise for this patient: look at the assignment again. If it has been done all the same, ' +
      'say why in `otherThanTheList`: it is recorded, and is a critical deviation.',
    field,
  );
}
