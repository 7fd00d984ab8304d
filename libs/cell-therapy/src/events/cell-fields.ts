import { CELL_MEASUREMENTS, PATIENT_CODE_PATTERN } from '@bali/protocol';
import { eventFields, LABEL_PATTERN } from '@bali/schema';
import { Type } from 'typebox';

const { decimal, patientCode, record, whole } = eventFields;

export const label = (description: string) => Type.String({ description, pattern: LABEL_PATTERN });

/** The two identifiers as they were read off a container by whoever held it. */
export const identifiersRead = record(
  {
    patient: Type.String({ description: 'the patient, as the container says', pattern: PATIENT_CODE_PATTERN }),
    label: label('the label, as the container says'),
  },
  'two identifiers, read off the container itself',
);

export const patient = patientCode;

type Decimals = 'volumeMl' | 'viabilityPercent' | 'progenitorPercent' | 'proteinPgPerMl' | 'foldChange';
type MoreDecimals = 'capillariesPerMm2' | 'perfusionRatio';
type Wholes = 'transportCelsius' | 'storageCelsius' | 'nucleatedCells' | 'mononuclearCells';

/** A measured decimal, with its unit in its description. */
export function measuredDecimal(name: Decimals | MoreDecimals, what?: string) {
  const { title, unit, fractionDigits } = CELL_MEASUREMENTS[name];
  return decimal(`${what ?? title}, ${unit}`, fractionDigits);
}

/** A measured whole number, with its unit in its description and its range. */
export function measuredWhole(name: Wholes) {
  const { title, unit, min, max } = CELL_MEASUREMENTS[name];
  return whole(`${title}, ${unit}`, min, max);
}
