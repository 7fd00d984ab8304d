import { assessEligibility, type CalendarDate, type EligibilityAnswers, limitsInForce } from '@bali/protocol';
import type { PatientState } from '../patient/chart.js';
import type { PatientContext } from '../patient/define-patient-event.js';
import { siteOn } from '../transfer/stays.js';
import { protocolVersionsAt } from '../trial/versions.js';

interface Screening {
  readonly screenedOn: CalendarDate;
  readonly answers: EligibilityAnswers;
}

/**
 * What the software computes from the answers of a screening: the verdict by the limits of the protocol that was in force at
 * the site on the day of the screening, however late it is recorded or corrected.
 */
export function verdictOn(
  { screenedOn, answers }: Screening,
  state: PatientState,
  { trial, limitsOf }: PatientContext,
) {
  const limits = limitsInForce(protocolVersionsAt(trial, siteOn(state, screenedOn), screenedOn), limitsOf);
  const { verdict, failed, notAssessed } = assessEligibility(answers, screenedOn, limits);
  return { verdict, failed: [...failed], notAssessed: [...notAssessed] };
}
