import { BASELINE, MEASUREMENTS } from '@bali/protocol';
import { decimal, oneOf, whole } from '@bali/schema';
import type { Static, TObject } from 'typebox';
import { within } from '../patient/within.js';
import { measured, measuredUnless, measurement, NOT_MEASURED_REASONS } from './measurement.js';

const { ankleBrachialIndex, tcPO2, toePressure } = MEASUREMENTS;
const { painScore, ulcerMm, rutherford } = BASELINE;

const yesOrNo = (description: string) => oneOf(description, ['yes', 'no']);

/** What is found in the index limb, at the baseline and at each contact alike, so that one is compared with the other. */
export const LIMB_FIELDS = {
  restPain: measured(yesOrNo('rest pain in the index limb')),
  restPainScore: measured(whole('rest pain in the index limb, from 0 (none) to 10', painScore.min, painScore.max)),
  analgesics: measured(
    oneOf('the strongest analgesic that is taken for it', ['none', 'non-opioid', 'weak-opioid', 'strong-opioid']),
  ),
  ulcers: measured(yesOrNo('ulcers of the index limb')),
  largestUlcerMm: measured(whole('largest diameter of the largest ulcer, mm', ulcerMm.min, ulcerMm.max)),
  rutherfordClass: measured(whole('Rutherford class of the index limb', rutherford.min, rutherford.max)),
  ankleBrachialIndex: measuredUnless(
    decimal('ankle-brachial index of the index limb', ankleBrachialIndex.fractionDigits),
    NOT_MEASURED_REASONS,
  ),
  tcPO2: measuredUnless(
    whole('transcutaneous oxygen pressure of the index limb, mmHg', tcPO2.min, tcPO2.max),
    NOT_MEASURED_REASONS,
  ),
  toePressure: measuredUnless(
    whole('toe pressure of the index limb, mmHg', toePressure.min, toePressure.max),
    NOT_MEASURED_REASONS,
  ),
};

type Found = Static<TObject<typeof LIMB_FIELDS>>;

export const LIMB_FIELD_NAMES: readonly string[] = Object.keys(LIMB_FIELDS);

export const plausibleIndex = within('/ankleBrachialIndex/value', {
  min: ankleBrachialIndex.min,
  max: ankleBrachialIndex.max,
});

/** What was found, part by part. What was not entered is left out. */
export function foundInWords(found: Found): readonly string[] {
  return [
    found.restPain && `rest pain ${measurement(found.restPain)}`,
    found.ulcers && `ulcers ${measurement(found.ulcers)}`,
    found.ankleBrachialIndex && `ankle-brachial index ${measurement(found.ankleBrachialIndex)}`,
    found.tcPO2 && `TcPO2 ${measurement(found.tcPO2, 'mmHg')}`,
    found.toePressure && `toe pressure ${measurement(found.toePressure, 'mmHg')}`,
    ...furtherInWords(found),
  ].filter((part) => part !== undefined);
}

/** The same of what visits have recorded only since their second version. */
export function furtherInWords(found: Found): readonly string[] {
  return [
    found.restPainScore && `pain score ${measurement(found.restPainScore)}`,
    found.analgesics && `analgesics ${measurement(found.analgesics)}`,
    found.largestUlcerMm && `largest ulcer ${measurement(found.largestUlcerMm, 'mm')}`,
    found.rutherfordClass && `Rutherford class ${measurement(found.rutherfordClass)}`,
  ].filter((part) => part !== undefined);
}
