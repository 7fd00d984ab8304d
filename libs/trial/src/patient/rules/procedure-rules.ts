import { type CalendarDate, compareInstants, MEASUREMENTS } from '@bali/protocol';
import { type Refusal, refusal } from '../../refusal.js';
import {
  happened,
  happenedOn,
  implantationDate,
  last,
  lastAssessmentDate,
  type PatientEntry,
  type PatientEventType,
  type PatientState,
} from '../patient-state.js';
import { outOfRange } from './range.js';
import { type Calendar, type Rule, whenOf } from './rule.js';

/** From the harvest to the end of the follow-up. */
export const PROCEDURE_RULES: readonly Rule[] = [
  stepsInOrder,
  onTheDayOfTheHarvest,
  afterTheImplantation,
  ankleBrachialIndexWithinRange,
];

const PRECEDED_BY: Partial<Record<PatientEventType, PatientEventType>> = {
  Harvested: 'Randomized',
  ProductReleased: 'Harvested',
  Implanted: 'ProductReleased',
};

function stepsInOrder(entry: PatientEntry, state: PatientState): Refusal | undefined {
  const before = PRECEDED_BY[entry.type];
  const earlier = before && last(state, before);
  if (earlier === undefined || compareInstants(happened(earlier), happened(entry)) <= 0) return undefined;
  return refusal(
    'out-of-order',
    `${entry.type} at ${happened(entry)} is before ${earlier.type} at ${happened(earlier)}.`,
    whenOf(entry),
  );
}

function onTheDayOfTheHarvest(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  if (entry.type !== 'ProductReleased' && entry.type !== 'Implanted') return undefined;
  const harvest = last(state, 'Harvested');
  if (harvest === undefined) return undefined;
  const [harvestedOn, on] = [happenedOn(harvest, timeZone), happenedOn(entry, timeZone)];
  if (on === harvestedOn) return undefined;
  return refusal(
    'not-the-day-of-the-harvest',
    `The harvest was on ${harvestedOn}, ${entry.type} on ${on} (${timeZone}); it has to be the same day.`,
    whenOf(entry),
  );
}

function afterTheImplantation(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const on = happenedOn(entry, timeZone);
  const earliest = earliestDateOf(entry, state, timeZone);
  if (earliest === undefined || on >= earliest) return undefined;
  return refusal('out-of-order', `${entry.type} on ${on} is before ${earliest}.`, whenOf(entry));
}

/** A visit comes after the implantation, the end of the follow-up after the last visit. */
function earliestDateOf(entry: PatientEntry, state: PatientState, timeZone: string): CalendarDate | undefined {
  switch (entry.type) {
    case 'FollowUpAssessed':
      return implantationDate(state, timeZone);
    case 'FollowUpCompleted':
      return lastAssessmentDate(state) ?? implantationDate(state, timeZone);
    default:
      return undefined;
  }
}

function ankleBrachialIndexWithinRange(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'FollowUpAssessed') return undefined;
  const { ankleBrachialIndex: index } = entry.data;
  if (index === undefined || 'notDone' in index) return undefined;
  return outOfRange(index.value, MEASUREMENTS.ankleBrachialIndex, '/ankleBrachialIndex/value');
}
