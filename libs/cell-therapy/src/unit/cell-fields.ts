import { CELL_MEASUREMENTS, PATIENT_CODE_PATTERN } from '@bali/protocol';
import { decimal, LABEL_PATTERN, oneOf, record, whole } from '@bali/schema';
import { Type } from 'typebox';

export const label = (description: string) => Type.String({ description, pattern: LABEL_PATTERN });

/** The two identifiers as they were read off a container by whoever held it. */
export const identifiersRead = record(
  {
    patient: Type.String({ description: 'the patient, as the container says', pattern: PATIENT_CODE_PATTERN }),
    label: label('the label, as the container says'),
  },
  'two identifiers, read off the container itself',
);

export const yesOrNo = (description: string) => oneOf(description, ['yes', 'no']);

export type MeasuredDecimal =
  | 'volumeMl'
  | 'viabilityPercent'
  | 'progenitorPercent'
  | 'proteinPgPerMl'
  | 'foldChange'
  | 'capillariesPerMm2'
  | 'perfusionRatio';
type MeasuredWhole = 'transportCelsius' | 'storageCelsius' | 'nucleatedCells' | 'mononuclearCells';

/** A measured decimal, with its unit in its description. */
export function measuredDecimal(name: MeasuredDecimal, what?: string) {
  const { title, unit, fractionDigits } = CELL_MEASUREMENTS[name];
  return decimal(`${what ?? title}, ${unit}`, fractionDigits);
}

/** A measured whole number, with its unit in its description and its range. */
export function measuredWhole(name: MeasuredWhole) {
  const { title, unit, min, max } = CELL_MEASUREMENTS[name];
  return whole(`${title}, ${unit}`, min, max);
}

/** What was read off a container, as a sentence has it. */
export function readOff({ patient, label: read }: { readonly patient: string; readonly label: string }): string {
  return `read off it: ${patient}, ${read}`;
}
