import { BASELINE, MEASUREMENTS } from '@bali/protocol';
import { calendarDate, decimal, freeText, oneOf, record, side, whole } from '@bali/schema';
import { Type } from 'typebox';
import { measured, measuredUnless, NOT_MEASURED_REASONS } from '../follow-up/measurement.js';

const { ankleBrachialIndex, tcPO2, toePressure } = MEASUREMENTS;
const { painScore, ulcerMm, rutherford } = BASELINE;

const yesOrNo = (description: string) => oneOf(description, ['yes', 'no']);
const result = (of: string) => Type.Optional(oneOf(`serology of ${of}`, ['negative', 'positive', 'indeterminate']));

/** What is known of a patient before the randomization; a value that is absent is not entered yet. */
export const BASELINE_FIELDS = {
  assessedOn: calendarDate('when the last part of it was assessed'),
  indexLimb: oneOf('the index limb: the one limb of the endpoint, also where both are treated', ['left', 'right']),
  amputatedAboveAnkle: Type.Array(side, {
    description: 'the limbs that were amputated above the ankle before; none: an empty list',
    maxItems: 2,
    uniqueItems: true,
  }),
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
  smoking: Type.Optional(oneOf('whether the patient smokes', ['never', 'former', 'current', 'not-known'])),
  diabetes: Type.Optional(oneOf('diabetes mellitus', ['none', 'type-1', 'type-2', 'other', 'not-known'])),
  earlierRevascularization: Type.Optional(
    oneOf('how the index limb was revascularized before', ['none', 'surgical', 'endovascular', 'both', 'not-known']),
  ),
  serology: record(
    {
      hiv: result('HIV'),
      hepatitisB: result('hepatitis B'),
      hepatitisC: result('hepatitis C'),
      syphilis: result('syphilis'),
    },
    'serology, which every patient has; a result that is missing is not known yet',
  ),
  comment: Type.Optional(freeText('comment')),
};
