import { calendarDate, freeText, oneOf, record, side } from '@bali/schema';
import { Type } from 'typebox';
import { LIMB_FIELDS } from '../follow-up/limb-fields.js';

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
  ...LIMB_FIELDS,
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
