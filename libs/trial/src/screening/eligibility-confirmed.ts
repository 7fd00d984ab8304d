import { calendarDate, uuid } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import type { PatientState } from '../patient/chart.js';
import { alive, consenting, eligible, eligibleOnTheDay, notRandomized } from '../randomization/conditions.js';
import { toldNoArmAsPlanned } from '../unblinding/planned.js';
import { notConfirmed } from './conditions.js';
import { confirmedAfterScreening } from './rules.js';
import { screeningInForce } from './screening-in-force.js';

const VERSION_1 = { screening: uuid('id of the screening that was judged') };

export const EligibilityConfirmed = definePatientEvent('EligibilityConfirmed', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: VERSION_1, upcast: (data: object) => data }],
  about: 'the investigator confirmed that the patient is eligible',
  data: {
    ...VERSION_1,
    confirmedOn: Type.Optional(
      calendarDate('the day on which it was confirmed on paper, during an outage; absent: the day of the entry'),
    ),
  },
  happened: 'confirmedOn',
  mayGiveAwayArm: false,
  needs: [notRandomized, alive, consenting, eligible, eligibleOnTheDay],
  whenMissing: undefined,
  once: undefined,
  conditions: [notConfirmed, toldNoArmAsPlanned],
  rules: [confirmedAfterScreening],
  computed: { fields: ['screening'], followsItsEntry: false, from: screeningJudged },
  // A patient may have been found eligible before the site heard of the death: what is then recorded is true.
  afterDeath: 'allowed',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/screening'],
  mayBeAnnulled: true,
  signedUnder: [{ signature: 'eligibility' }],
  command: { name: 'ConfirmEligibility', action: 'confirm-eligibility' },
  sentence: ({ screening, confirmedOn }, { patient }) =>
    `the investigator confirmed${confirmedOn === undefined ? '' : ` on ${confirmedOn}, on paper,`} that patient ${patient} ` +
    `is eligible (screening ${screening})`,
  sample: { screening: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
});

/** Stands for the screening of a patient who is then refused for not being screened. */
const NO_SCREENING = '00000000-0000-0000-0000-000000000000';

function screeningJudged(_: object, state: PatientState): { readonly screening: string } {
  return { screening: screeningInForce(state)?.id ?? NO_SCREENING };
}
