import {
  type CalendarDate,
  daysBetween,
  type DatePrecision,
  isMajorAmputation,
  type PartialDate,
} from '@bali/protocol';
import {
  adjudicatedRecord,
  all,
  dayAt,
  endpointDate,
  indexLimbOf,
  judgementOf,
  last,
  type Limb,
  type PatientEntry,
  type PatientState,
  randomizationDate,
  timeZero,
} from '@bali/trial';
import { type EndpointDefinition, FULL_TIME, type OutcomeContext } from './definitions.js';
import { type Dated, dated, deathOf, lastKnown } from './dated.js';

/** What ended the observation of a patient: nothing that counts (censored), an amputation (or what counts like one), or death. */
export const ENDS = ['censored', 'amputation', 'death'] as const;
export type End = (typeof ENDS)[number];

/** How long a patient was observed, and what ended it. */
export interface TimeToEvent {
  /** Days from the beginning, 0 or more. */
  readonly time: number;
  readonly end: End;
  /** The day of the event, or the last day on which the patient is known to have had none. */
  readonly on: CalendarDate;
  /** How far that day is known. */
  readonly precision: DatePrecision;
  /** The ids of the records that it follows from. */
  readonly records: readonly string[];
}

/** The day from which an endpoint counts, and the last day on which an event counts. */
export interface Period {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** The 6 months of a patient; `undefined`: not randomized. */
export function periodOf(
  state: PatientState,
  { timeZone }: OutcomeContext,
  from: EndpointDefinition['from'] = 'time-zero',
): Period | undefined {
  const randomizedOn = randomizationDate(state, timeZone);
  if (randomizedOn === undefined) return undefined;
  const zeros = {
    'time-zero': () => timeZero(state, timeZone),
    randomization: () => randomizedOn,
    inclusion: () => inclusionDay(state, timeZone, randomizedOn),
  };
  const zero = zeros[from]();
  return zero === undefined ? undefined : { from: zero, until: endpointDate(zero) };
}

/** The day for which an investigator confirmed that the patient is eligible: then the patient is
 * included, as publications say; the randomization, where none is recorded. */
export function inclusionDay(
  state: PatientState,
  timeZone: OutcomeContext['timeZone'],
  randomizedOn: CalendarDate,
): CalendarDate {
  const confirmed = last(state, 'EligibilityConfirmed');
  if (confirmed === undefined) return randomizedOn;
  return confirmed.data.confirmedOn ?? dayAt(confirmed.recordedAt, timeZone);
}

/** The record as a definition takes it, and what it is read with. */
function taken(state: PatientState, { judgedBy }: EndpointDefinition): PatientState {
  return judgedBy === 'adjudicators' ? adjudicatedRecord(state) : state;
}

/**
 * The time to the first event of the endpoint. An event between the randomization and time zero counts, at day 0. Of an amputation
 * and a death on one day, the amputation came first. A patient who is known to have had no event until the last day of the 6 months, or
 * later, is censored there; otherwise on the last day on which both, life and limb, are known.
 */
export function timeToEndpoint(
  recorded: PatientState,
  context: OutcomeContext,
  definition: EndpointDefinition,
): TimeToEvent | undefined {
  const state = taken(recorded, definition);
  const period = periodOf(state, context, definition.from);
  if (period === undefined) return undefined;
  const limbs = limbsOf(state, definition);
  const death = deathOf(state, context, definition.imputation);
  const operations = operationsOf(state, context, definition, death);
  const events = [
    ...operations.map((one) => ({ ...one, end: 'amputation' as const })),
    ...(death === undefined ? [] : [{ ...death, end: 'death' as const }]),
  ].toSorted((one, other) => daysBetween(other.on, one.on));
  const counted = events.find(({ on }) => on <= period.until);
  if (counted !== undefined) return withJudgement(ended(counted, period), recorded, definition);
  // An operation after the 6 months shows that the limb was there until then.
  return censored(period, [lastKnown(state, context, limbs), operations[0]]);
}

/** The time to death of whatever cause. An amputation never censors it. */
export function timeToDeath(
  recorded: PatientState,
  context: OutcomeContext,
  definition: EndpointDefinition,
): TimeToEvent | undefined {
  const state = taken(recorded, definition);
  const period = periodOf(state, context, definition.from);
  if (period === undefined) return undefined;
  const death = deathOf(state, context, definition.imputation);
  if (death !== undefined && death.on <= period.until) {
    return withJudgement(ended({ ...death, end: 'death' }, period), recorded, definition);
  }
  return censored(period, [lastKnown(state, context), death]);
}

function ended({ on, precision, record, end }: Dated & { readonly end: End }, { from }: Period): TimeToEvent {
  return { time: Math.max(0, daysBetween(from, on)), end, on, precision, records: [record] };
}

/** A result follows from the judgement of the entry as well as from the entry. */
function withJudgement(outcome: TimeToEvent, recorded: PatientState, { judgedBy }: EndpointDefinition): TimeToEvent {
  if (judgedBy === 'sites') return outcome;
  const records = outcome.records.flatMap((record) => [record, judgementOf(recorded, record) ?? []].flat());
  return { ...outcome, records };
}

/** @param known the days on which the patient is known to have had no event until then. */
function censored({ from, until }: Period, known: readonly (Pick<Dated, 'on' | 'record'> | undefined)[]): TimeToEvent {
  const latest = known
    .filter((one) => one !== undefined)
    .toSorted((one, other) => daysBetween(other.on, one.on))
    .at(-1);
  const on = latest === undefined || latest.on < from ? from : latest.on;
  const records = latest === undefined ? [] : [latest.record];
  if (on >= until) return { time: FULL_TIME, end: 'censored', on: until, precision: 'day', records };
  return { time: daysBetween(from, on), end: 'censored', on, precision: 'day', records };
}

function limbsOf(state: PatientState, { limbs }: EndpointDefinition): readonly Limb[] {
  const index = indexLimbOf(state);
  return limbs === 'either-limb' || index === undefined ? ['left', 'right'] : [index];
}

/** The amputations, and what counts like one, from the randomization on. */
function operationsOf(
  state: PatientState,
  context: OutcomeContext,
  definition: EndpointDefinition,
  death: Dated | undefined,
): readonly Dated[] {
  const limbs = limbsOf(state, definition);
  const randomizedOn = randomizationDate(state, context.timeZone);
  const isWide = definition.events !== 'major-amputation';
  const amputations = all(state, 'Amputated').filter(({ data }) => isWide || isMajorAmputation(data.level));
  const counted: readonly (Pick<PatientEntry, 'id' | 'recordedAt'> & { readonly data: Operation })[] = isWide
    ? [...amputations, ...all(state, 'Revascularized')]
    : amputations;
  return counted
    .filter(({ data }) => limbs.includes(data.side))
    .map((entry) =>
      dated(entry, entry.data.performedOn, { from: randomizedOn, until: death?.on }, context, definition.imputation),
    )
    .filter(({ on }) => randomizedOn !== undefined && on >= randomizedOn);
}

interface Operation {
  readonly side: Limb;
  readonly performedOn: PartialDate;
}
