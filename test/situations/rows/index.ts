import type { Situation } from '../situation.js';
import { ANOTHER_PATIENT } from './another-patient.js';
import { AROUND } from './around.js';
import { ENDINGS } from './endings.js';
import { ENROLMENT } from './enrolment.js';
import { NOT_IMPLANTED } from './not-implanted.js';
import { OF_THE_UNIT } from './of-the-unit.js';
import { PUT_RIGHT } from './put-right.js';
import { TREATED } from './treated.js';
import { VISITS } from './visits.js';

/** Every situation that is played. A new file of rows is imported here. */
export const SITUATIONS: readonly Situation[] = [
  ...ENROLMENT,
  ...TREATED,
  ...VISITS,
  ...NOT_IMPLANTED,
  ...PUT_RIGHT,
  ...ANOTHER_PATIENT,
  ...OF_THE_UNIT,
  ...AROUND,
  ...ENDINGS,
];
