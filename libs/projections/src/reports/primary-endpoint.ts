import { type CalendarDate, lastDay, middleDay, type PartialDate, possibleDaysWithin } from '@bali/protocol';
import {
  dayAt,
  endpointDate,
  endpointWindow,
  type TimeZones,
  type TrialState,
  type VisitWindow,
  trialWithErrata,
  windowsFrom,
} from '@bali/trial';
import { countedAsLocked, countedWithErrata } from '../trial-state/beside-lock.js';
import type { Limb, PatientSummary } from '../trial-state/patient-summary.js';
import type { StruckCounts } from '../trial-state/struck-summary.js';
import { countedOnce } from './counted-once.js';
import { patientTimeZones } from './site-time-zone.js';

/**
 * What is known of one patient's primary endpoint (docs/endpoint.md has the words).
 *
 * - `follow-up-under-way`: the window of the 6-month visit is open, or was not reached yet. Until it closes nobody is counted:
 *   else those who reach the endpoint early would count at once, and those who survive only later.
 * - `evaluable`: the endpoint was reached, or a contact says that the patient passed the 6 months without it.
 * - `withdrawn`, `lost-to-follow-up`, `visit-overdue`: none of these, and why.
 */
export type EndpointStanding =
  | { readonly kind: 'evaluable'; readonly majorAmputation: boolean; readonly death: boolean }
  | { readonly kind: 'not-randomized' | 'follow-up-under-way' | 'visit-overdue' | 'withdrawn' | 'lost-to-follow-up' };

/** Pooled over both arms: nothing here is, or can be, told by arm. Counts of randomized patients, whatever they were given. */
export interface PrimaryEndpoint {
  readonly randomized: number;
  /** Of the randomized. */
  readonly implanted: number;
  readonly evaluable: number;
  /** Of the evaluable, with a major amputation of the index limb within the 6 months. */
  readonly majorAmputations: number;
  /** Of the evaluable, dead within the 6 months; a patient may be among both. */
  readonly deaths: number;
  readonly survivedWithoutMajorAmputation: number;
  readonly notYetEvaluable: { readonly followUpUnderWay: number; readonly visitOverdue: number };
  readonly censored: { readonly withdrawn: number; readonly lostToFollowUp: number };
  /** Of randomized patients: how many entries that had counted were annulled. Absent: none was. */
  readonly struck?: StruckCounts;
  /** The same counts as if none of them had been annulled. */
  readonly withStruck?: EndpointCounts;
  /** The same counts as the errata say that they should have been. Absent: there is no erratum. */
  readonly withErrata?: EndpointCounts;
}

/** The counts alone. */
export type EndpointCounts = Omit<PrimaryEndpoint, 'struck' | 'withStruck' | 'withErrata'>;

/** @param asOf the date up to which the follow-up is judged. */
export function primaryEndpointOf(
  trial: TrialState,
  known: readonly PatientSummary[],
  asOf: CalendarDate,
): PrimaryEndpoint {
  const patients = countedAsLocked(trial, known);
  const told = countedWithErrata(trial, known);
  const errata = told === undefined ? {} : { withErrata: endpointCounts(trialWithErrata(trial), told, asOf) };
  const counts = endpointCounts(trial, patients, asOf);
  const struck = patients.flatMap((one) =>
    one.randomizedAt === undefined || one.struck === undefined ? [] : [one.struck],
  );
  if (struck.length === 0) return { ...counts, ...errata };
  const asIfStanding = patients.map((patient) => ({ ...patient, ...patient.struck?.asIfStanding }));
  return { ...counts, struck: sumOf(struck), withStruck: endpointCounts(trial, asIfStanding, asOf), ...errata };
}

function sumOf(all: readonly StruckCounts[]): StruckCounts {
  const sum = (name: keyof StruckCounts): number => all.reduce((before, counts) => before + counts[name], 0);
  return {
    deaths: sum('deaths'),
    amputations: sum('amputations'),
    seriousAdverseEvents: sum('seriousAdverseEvents'),
    visits: sum('visits'),
  };
}

function endpointCounts(trial: TrialState, patients: readonly PatientSummary[], asOf: CalendarDate): EndpointCounts {
  const standings = endpointStandings(trial, patients, asOf).map(({ standing }) => standing);
  const evaluable = standings.filter((standing) => standing.kind === 'evaluable');
  const count = (kind: EndpointStanding['kind']): number => standings.filter((other) => other.kind === kind).length;
  return {
    randomized: standings.length - count('not-randomized'),
    implanted: patients.filter(
      ({ randomizedAt, implantedAt }) => randomizedAt !== undefined && implantedAt !== undefined,
    ).length,
    evaluable: evaluable.length,
    majorAmputations: evaluable.filter(({ majorAmputation }) => majorAmputation).length,
    deaths: evaluable.filter(({ death }) => death).length,
    survivedWithoutMajorAmputation: evaluable.filter(({ majorAmputation, death }) => !majorAmputation && !death).length,
    notYetEvaluable: { followUpUnderWay: count('follow-up-under-way'), visitOverdue: count('visit-overdue') },
    censored: { withdrawn: count('withdrawn'), lostToFollowUp: count('lost-to-follow-up') },
  };
}

/** What is known of one patient's endpoint, as a report would count it; `undefined` for one who is counted under another code. */
export function endpointOfPatient(
  trial: TrialState,
  known: PatientSummary,
  asOf: CalendarDate,
): EndpointStanding | undefined {
  return endpointStandings(trial, countedAsLocked(trial, [known]), asOf)[0]?.standing;
}

/** Each patient's standing: what a data manager looks at to chase what is missing. */
export function endpointStandings(
  trial: TrialState,
  patients: readonly PatientSummary[],
  asOf: CalendarDate,
): readonly { readonly patient: string; readonly standing: EndpointStanding }[] {
  const zonesOf = patientTimeZones(trial);
  return countedOnce(patients).map((summary) => ({
    patient: summary.patient,
    standing: standingOf(summary, periodOf(summary, trial, zonesOf(summary)), asOf),
  }));
}

function standingOf(summary: PatientSummary, period: Period | undefined, asOf: CalendarDate): EndpointStanding {
  if (period === undefined) return { kind: 'not-randomized' };
  if (asOf <= period.window.closesOn) return { kind: 'follow-up-under-way' };
  return reached(summary, period, asOf) ?? passed(summary, period) ?? notKnown(summary);
}

interface Period {
  /** The day of the randomization: what is between it and time zero counts, what was before is history. */
  readonly from: CalendarDate;
  /** The last day of the 6 months. */
  readonly until: CalendarDate;
  /** The window of the 6-month visit. */
  readonly window: VisitWindow;
}

function periodOf(summary: PatientSummary, trial: TrialState, zones: TimeZones): Period | undefined {
  const { randomizedAt, implantedAt } = summary;
  if (randomizedAt === undefined) return undefined;
  const from = dayAt(randomizedAt, zones);
  const zero = implantedAt === undefined ? from : dayAt(implantedAt, zones);
  const window = endpointWindow(windowsFrom(zero, trial));
  return window && { from, until: endpointDate(zero), window };
}

/** The endpoint was reached within the 6 months: that counts, however the observation ended. */
function reached(
  { indexLimb, contacts, adjudicated, ...recorded }: PatientSummary,
  { from, until }: Period,
  asOf: CalendarDate,
): EndpointStanding | undefined {
  const { majorAmputations, diedOn } = adjudicated ?? recorded;
  const dayOf = (date: PartialDate, notBefore = from, notAfter = asOf): CalendarDate =>
    middleDay(possibleDaysWithin(date, { from: notBefore, until: notAfter }));
  const aliveOn = contacts.findLast(({ isAlive }) => isAlive)?.on ?? from;
  const diedBy = diedOn === undefined ? asOf : earlier(lastDay(diedOn), asOf);
  const majorAmputation = majorAmputations
    .filter(({ side }) => indexLimb === undefined || side === indexLimb)
    .map(({ performedOn }) => dayOf(performedOn, from, diedBy))
    .some((on) => from <= on && on <= until);
  const death = diedOn !== undefined && dayOf(diedOn, later(aliveOn, from)) <= until;
  return majorAmputation || death ? { kind: 'evaluable', majorAmputation, death } : undefined;
}

function earlier(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one < other ? one : other;
}

function later(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one < other ? other : one;
}

/** By a contact from the beginning of the window of the 6-month visit on, the patient was alive and the index limb known. */
function passed({ contacts, indexLimb }: PatientSummary, { window }: Period): EndpointStanding | undefined {
  const asked: readonly Limb[] = indexLimb === undefined ? ['left', 'right'] : [indexLimb];
  const isKnown = contacts.some(
    ({ on, isAlive, knownLimbs }) =>
      on >= window.opensOn && isAlive && asked.every((limb) => knownLimbs.includes(limb)),
  );
  return isKnown ? { kind: 'evaluable', majorAmputation: false, death: false } : undefined;
}

function notKnown({ withdrawnOn, lastContactOn }: PatientSummary): EndpointStanding {
  if (withdrawnOn !== undefined) return { kind: 'withdrawn' };
  return { kind: lastContactOn === undefined ? 'visit-overdue' : 'lost-to-follow-up' };
}
