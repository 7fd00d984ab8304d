import { type CalendarDate, ELIGIBILITY_RANGES, type InfarctionHistory } from '@bali/protocol';
import { type Refusal, refusal } from '../../refusal.js';
import { happenedOn, last, type PatientEntry, type PatientState } from '../patient-state.js';
import { outOfRange } from './range.js';
import type { Calendar, Rule } from './rule.js';

export const SCREENING_RULES: readonly Rule[] = [
  screenedBeforeRandomization,
  bloodValuesWithinRange,
  infarctionsBeforeScreening,
];

function screenedBeforeRandomization(
  entry: PatientEntry,
  state: PatientState,
  { timeZone }: Calendar,
): Refusal | undefined {
  const randomization = last(state, 'Randomized');
  if (entry.type !== 'PatientScreened' || randomization === undefined) return undefined;
  const randomizedOn = happenedOn(randomization, timeZone);
  if (entry.data.screenedOn <= randomizedOn) return undefined;
  return refusal('out-of-order', `The patient was randomized on ${randomizedOn}, after the screening.`, '/screenedOn');
}

function bloodValuesWithinRange(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'PatientScreened') return undefined;
  const { diabetes, prothrombinTime } = entry.data.answers;
  return (
    outOfRange(diabetes.hba1cPercent, ELIGIBILITY_RANGES.hba1cPercent, '/answers/diabetes/hba1cPercent') ??
    outOfRange(prothrombinTime.percent, ELIGIBILITY_RANGES.prothrombinTimePercent, '/answers/prothrombinTime/percent')
  );
}

function infarctionsBeforeScreening(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'PatientScreened') return undefined;
  const { answers, screenedOn } = entry.data;
  return (
    infarctionAfter(screenedOn, answers.recentInfarction.myocardial, '/answers/recentInfarction/myocardial') ??
    infarctionAfter(screenedOn, answers.recentInfarction.brain, '/answers/recentInfarction/brain')
  );
}

function infarctionAfter(
  screenedOn: CalendarDate,
  { occurred, lastOn }: InfarctionHistory,
  place: string,
): Refusal | undefined {
  if (lastOn === undefined) return undefined;
  if (occurred !== 'yes') {
    return refusal('implausible-value', 'An infarction that did not occur has no date.', `${place}/lastOn`);
  }
  if (lastOn <= screenedOn) return undefined;
  return refusal('out-of-order', `${lastOn} is after the screening of ${screenedOn}.`, `${place}/lastOn`);
}
