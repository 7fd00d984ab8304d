import { uuid } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import type { PatientState } from '../patient/chart.js';
import { alive, consenting, eligible, notRandomized } from '../randomization/conditions.js';
import { notConfirmed } from './conditions.js';
import { screeningInForce } from './screening-in-force.js';

export const EligibilityConfirmed = definePatientEvent('EligibilityConfirmed', {
  schemaVersion: 1,
  about: 'the investigator confirmed that the patient is eligible',
  data: { screening: uuid('id of the screening that was judged') },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [notRandomized, alive, consenting, eligible],
  whenMissing: undefined,
  once: undefined,
  conditions: [notConfirmed],
  rules: [],
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
  sentence: ({ screening }, { patient }) =>
    `the investigator confirmed that patient ${patient} is eligible (screening ${screening})`,
  sample: { screening: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
});

/** Stands for the screening of a patient who is then refused for not being screened. */
const NO_SCREENING = '00000000-0000-0000-0000-000000000000';

function screeningJudged(_: object, state: PatientState): { readonly screening: string } {
  return { screening: screeningInForce(state)?.id ?? NO_SCREENING };
}
