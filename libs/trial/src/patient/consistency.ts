import {
  type CalendarDate,
  compareInstants,
  dateAt,
  ELIGIBILITY_RANGES,
  type InfarctionHistory,
  type Instant,
  MEASUREMENTS,
} from '@bali/protocol';
import Big from 'big.js';
import { type Refusal, refusal } from '../refusal.js';
import {
  all,
  happened,
  happenedOn,
  HAPPENED,
  implantationDate,
  last,
  type PatientData,
  type PatientEntry,
  type PatientEventType,
  type PatientState,
} from './patient-state.js';

/** A place where a record contradicts itself, the calendar or what is possible. */
export interface Contradiction {
  /** The entry at fault. */
  readonly entry: string;
  readonly refusal: Refusal;
}

interface Calendar {
  readonly now: Instant;
  readonly timeZone: string;
}

/** What is wrong with an entry, given the whole record: its field and what it is. */
type Rule = (entry: PatientEntry, state: PatientState, calendar: Calendar) => Refusal | undefined;

const RULES: readonly Rule[] = [
  notInTheFuture,
  notBeforeConsent,
  notAfterDeath,
  notAfterWithdrawal,
  bornBeforeConsent,
  measuredWithinRange,
  infarctionsBeforeScreening,
  stepsInOrder,
  onTheDayOfTheHarvest,
  afterTheImplantation,
  adverseEventInOrder,
  fatalIsSerious,
];

/**
 * Every contradiction in a patient's record. The same rules hold for what is entered and for what is corrected: either
 * may not bring a contradiction that was not there.
 */
export function contradictions(state: PatientState, calendar: Calendar): readonly Contradiction[] {
  return state.entries.flatMap((entry) =>
    RULES.flatMap((rule) => {
      const refused = rule(entry, state, calendar);
      return refused === undefined ? [] : [{ entry: entry.id, refusal: refused }];
    }),
  );
}

const whenOf = (entry: PatientEntry) => `/${HAPPENED[entry.type] ?? ''}`;

function notInTheFuture(entry: PatientEntry, _: PatientState, { now, timeZone }: Calendar): Refusal | undefined {
  const when = happened(entry);
  const isFuture = when.includes('T') ? compareInstants(when, now) > 0 : when > dateAt(now, timeZone);
  return isFuture ? refusal('in-the-future', `${when} is in the future.`, whenOf(entry)) : undefined;
}

function notBeforeConsent(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const consentedOn = last(state, 'ConsentGiven')?.data.consentedOn ?? '';
  const on = happenedOn(entry, timeZone);
  if (on >= consentedOn) return undefined;
  return refusal('before-consent', `${on} is before the patient's consent of ${consentedOn}.`, whenOf(entry));
}

/** News of an adverse event may come after the death, such as the result of an autopsy. */
const KNOWN_LATER: readonly PatientEventType[] = ['AdverseEventFollowedUp'];

function notAfterDeath(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const diedOn = last(state, 'Died')?.data.diedOn;
  if (diedOn === undefined || KNOWN_LATER.includes(entry.type)) return undefined;
  const on = happenedOn(entry, timeZone);
  if (on <= diedOn) return undefined;
  return refusal('patient-died', `The patient died on ${diedOn}; ${entry.type} on ${on} cannot be.`, whenOf(entry));
}

/** Vital status is public; what began before the withdrawal is followed for safety's sake. */
const ALLOWED_AFTER_WITHDRAWAL: readonly PatientEventType[] = ['Died', 'AdverseEventFollowedUp'];

function notAfterWithdrawal(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const withdrawnOn = last(state, 'ConsentWithdrawn')?.data.withdrawnOn;
  if (withdrawnOn === undefined || ALLOWED_AFTER_WITHDRAWAL.includes(entry.type)) return undefined;
  const on = happenedOn(entry, timeZone);
  if (on <= withdrawnOn) return undefined;
  return refusal(
    'consent-withdrawn',
    `The patient withdrew consent on ${withdrawnOn}; nothing later is recorded.`,
    whenOf(entry),
  );
}

function bornBeforeConsent(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'ConsentGiven') return undefined;
  const { yearOfBirth, consentedOn } = entry.data;
  if (yearOfBirth < Number(consentedOn.slice(0, 4))) return undefined;
  return refusal('before-birth', 'The consent is not later than the year of birth.', '/yearOfBirth');
}

interface Range {
  readonly min: string;
  readonly max: string;
}

function outOfRange(value: string | undefined, { min, max }: Range, field: string): Refusal | undefined {
  if (value === undefined || (new Big(value).gte(min) && new Big(value).lte(max))) return undefined;
  return refusal('implausible-value', `${value} is outside of what is possible, ${min} to ${max}.`, field);
}

function measuredWithinRange(entry: PatientEntry): Refusal | undefined {
  if (entry.type === 'PatientScreened') {
    const { diabetes, prothrombinTime } = entry.data.answers;
    return (
      outOfRange(diabetes.hba1cPercent, ELIGIBILITY_RANGES.hba1cPercent, '/answers/diabetes/hba1cPercent') ??
      outOfRange(prothrombinTime.percent, ELIGIBILITY_RANGES.prothrombinTimePercent, '/answers/prothrombinTime/percent')
    );
  }
  if (entry.type !== 'FollowUpAssessed') return undefined;
  const { ankleBrachialIndex: index } = entry.data;
  if (index === undefined || 'notDone' in index) return undefined;
  return outOfRange(index.value, MEASUREMENTS.ankleBrachialIndex, '/ankleBrachialIndex/value');
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

const COUNTED_FROM_THE_IMPLANTATION: readonly PatientEventType[] = ['FollowUpAssessed', 'FollowUpCompleted'];

function afterTheImplantation(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  if (!COUNTED_FROM_THE_IMPLANTATION.includes(entry.type)) return undefined;
  const implantedOn = implantationDate(state, timeZone);
  const lastSeenOn = entry.type === 'FollowUpCompleted' ? lastAssessment(state) : undefined;
  const earliest = [implantedOn, lastSeenOn]
    .filter((date) => date !== undefined)
    .toSorted()
    .at(-1);
  const on = happenedOn(entry, timeZone);
  if (earliest === undefined || on >= earliest) return undefined;
  return refusal('out-of-order', `${entry.type} on ${on} is before ${earliest}.`, whenOf(entry));
}

function lastAssessment(state: PatientState): CalendarDate | undefined {
  return all(state, 'FollowUpAssessed')
    .map(({ data }) => data.assessedOn)
    .toSorted()
    .at(-1);
}

function adverseEventInOrder(entry: PatientEntry, state: PatientState): Refusal | undefined {
  if (entry.type === 'AdverseEventReported') return endedBefore(entry.data.startedOn, entry.data);
  if (entry.type !== 'AdverseEventFollowedUp') return undefined;
  const startedOn = all(state, 'AdverseEventReported').find(({ data }) => data.number === entry.data.number)?.data
    .startedOn;
  if (startedOn === undefined) return undefined;
  if (entry.data.assessedOn < startedOn) {
    return refusal('out-of-order', `${entry.data.assessedOn} is before it began on ${startedOn}.`, '/assessedOn');
  }
  return endedBefore(startedOn, entry.data);
}

function endedBefore(startedOn: CalendarDate, { endedOn }: { readonly endedOn?: CalendarDate }): Refusal | undefined {
  if (endedOn === undefined || endedOn >= startedOn) return undefined;
  return refusal('out-of-order', `It ended on ${endedOn}, before it began on ${startedOn}.`, '/endedOn');
}

/** ICH E2A: an adverse event with a fatal outcome is serious because of the death, and the other way round. */
function fatalIsSerious(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'AdverseEventReported' && entry.type !== 'AdverseEventFollowedUp') return undefined;
  const { outcome, seriousness }: Pick<PatientData<'AdverseEventReported'>, 'outcome' | 'seriousness'> = entry.data;
  if ((outcome === 'fatal') === seriousness.includes('death')) return undefined;
  return refusal(
    'seriousness-and-outcome-differ',
    'A fatal outcome and the seriousness criterion "death" go together.',
    '/seriousness',
  );
}
