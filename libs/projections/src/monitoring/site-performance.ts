import { dateAt, type Instant } from '@bali/protocol';
import {
  all,
  dayAt,
  deviationsOf,
  has,
  happened,
  isLate,
  last,
  PATIENT_EVENTS,
  type PatientState,
  queriesOf,
  recordedDaysAfter,
  siteOn,
  sitesOf,
  timeZoneOf,
  type TimeZones,
  type TrialState,
  type VerificationCounts,
  verificationCounts,
} from '@bali/trial';
import type { Chart } from '../trial-state/trial-state-queries.js';
import { MEASURES_OF_A_VISIT, missingMeasures } from './missing-measures.js';

/** What a site did in a month, or since it was opened. */
export interface Performance {
  readonly consented: number;
  readonly screened: number;
  readonly randomized: number;
  /** Patients whose screening that counts found them not eligible. */
  readonly failures: number;
  /** A patient may fail by several criteria. */
  readonly failuresByCriterion: readonly { readonly criterion: string; readonly patients: number }[];
  /** What was recorded of what happened in that time, and how long after it. */
  readonly entries: number;
  readonly lateEntries: number;
  readonly medianDelayDays: number | null;
  readonly queries: number;
  readonly openQueries: number;
  /** Measurements that a visit should have, and those that have no value. */
  readonly measurements: number;
  readonly missingMeasurements: number;
  readonly deviations: number;
}

export interface SitePerformance extends Performance {
  readonly site: string;
  readonly name: string;
  /** Deviations per randomized patient; null: nobody is randomized. */
  readonly deviationsPerPatient: number | null;
  /** Queries per 100 entries; null: nothing is entered. */
  readonly queriesPer100Entries: number | null;
  readonly verification: VerificationCounts;
  readonly months: readonly (Performance & { readonly month: string })[];
}

interface Tally extends Omit<
  { -readonly [Name in keyof Performance]: Performance[Name] },
  'failuresByCriterion' | 'medianDelayDays'
> {
  readonly failed: Map<string, number>;
  readonly delays: number[];
}

/** What is counted as work of a site: entries of the record that people make. */
function isCounted(type: keyof typeof PATIENT_EVENTS): boolean {
  return PATIENT_EVENTS[type].changesRecord;
}

/** Takes in charts one by one, and tells how sites perform: recruitment, delay, completeness, queries, deviations. */
export class SitePerformances {
  readonly #trial: TrialState;
  readonly #now: Instant;
  readonly #months = new Map<string, Map<string, Tally>>();
  readonly #verified = new Map<string, { fields: number; verified: number; broken: number }>();

  /** @param now up to when what is due is judged. */
  constructor(trial: TrialState, now: Instant) {
    this.#trial = trial;
    this.#now = now;
  }

  add({ state, site }: Chart): void {
    const zones = timeZoneOf(state, this.#trial);
    // What happened is counted where the patient was then.
    const at = (day: string): Tally => this.#tallyOf(siteOn(state, day) ?? site, day.slice(0, 'YYYY-MM'.length));
    recruitment(state, zones, at);
    data(state, zones, at);
    for (const query of queriesOf(state)) {
      const tally = at(dayAt(query.raisedAt, zones));
      tally.queries += 1;
      if (query.status !== 'closed') tally.openQueries += 1;
    }
    for (const { on } of deviationsOf(state, this.#trial, this.#now)) at(fullDay(on)).deviations += 1;
    this.#verify(site, verificationCounts(state));
  }

  result(): readonly SitePerformance[] {
    return sitesOf(this.#trial).map(({ code, name }) => {
      const months = [...(this.#months.get(code) ?? new Map<string, Tally>())].toSorted(([one], [other]) =>
        one < other ? -1 : 1,
      );
      const whole = performanceOf(merged(months.map(([, tally]) => tally)));
      return {
        ...{ site: code, name, ...whole },
        deviationsPerPatient: ratio(whole.deviations, whole.randomized),
        queriesPer100Entries: ratio(100 * whole.queries, whole.entries),
        verification: this.#verified.get(code) ?? { fields: 0, verified: 0, broken: 0 },
        months: months.map(([month, tally]) => ({ month, ...performanceOf(tally) })),
      };
    });
  }

  #tallyOf(site: string, month: string): Tally {
    const months = this.#months.get(site) ?? new Map<string, Tally>();
    this.#months.set(site, months);
    const tally = months.get(month) ?? emptyTally();
    months.set(month, tally);
    return tally;
  }

  #verify(site: string, { fields, verified, broken }: VerificationCounts): void {
    const sum = this.#verified.get(site) ?? { fields: 0, verified: 0, broken: 0 };
    this.#verified.set(site, {
      fields: sum.fields + fields,
      verified: sum.verified + verified,
      broken: sum.broken + broken,
    });
  }
}

type At = (day: string) => Tally;

function recruitment(state: PatientState, zones: TimeZones, at: At): void {
  const consent = last(state, 'ConsentGiven');
  if (consent !== undefined) at(consent.data.consentedOn).consented += 1;
  const screening = last(state, 'PatientScreened');
  if (screening !== undefined) {
    const tally = at(screening.data.screenedOn);
    tally.screened += 1;
    if (screening.data.verdict === 'not-eligible') {
      tally.failures += 1;
      for (const criterion of screening.data.failed)
        tally.failed.set(criterion, (tally.failed.get(criterion) ?? 0) + 1);
    }
  }
  const [randomized] = all(state, 'Randomized');
  if (randomized !== undefined && !has(state, 'SamePerson')) at(dayAt(happened(randomized), zones)).randomized += 1;
}

function data(state: PatientState, zones: TimeZones, at: At): void {
  for (const entry of state.entries.filter(({ type }) => isCounted(type))) {
    const tally = at(dayAt(entry.recordedAt, zones));
    tally.entries += 1;
    tally.delays.push(Math.max(0, recordedDaysAfter(entry, zones)));
    if (isLate(entry, zones)) tally.lateEntries += 1;
  }
  for (const visit of all(state, 'FollowUpAssessed')) {
    const tally = at(visit.data.assessedOn);
    tally.measurements += MEASURES_OF_A_VISIT.length;
    tally.missingMeasurements += missingMeasures(visit.data);
  }
}

function emptyTally(): Tally {
  return {
    ...{ consented: 0, screened: 0, randomized: 0, failures: 0, failed: new Map<string, number>() },
    ...{ entries: 0, lateEntries: 0, delays: [], queries: 0, openQueries: 0 },
    ...{ measurements: 0, missingMeasurements: 0, deviations: 0 },
  };
}

function merged(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const { failed, delays, ...counts } of tallies) {
    for (const [name, count] of Object.entries(counts)) sum[name as keyof typeof counts] += count;
    for (const [criterion, count] of failed) sum.failed.set(criterion, (sum.failed.get(criterion) ?? 0) + count);
    sum.delays.push(...delays);
  }
  return sum;
}

function performanceOf({ failed, delays, ...counts }: Tally): Performance {
  const byCriterion = [...failed].map(([criterion, patients]) => ({ criterion, patients }));
  return {
    ...counts,
    failuresByCriterion: byCriterion.toSorted((one, other) => (one.criterion < other.criterion ? -1 : 1)),
    medianDelayDays: median(delays),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((100 * part) / whole) / 100;
}

/** What is known by month or year is counted where it may have been first. */
function fullDay(on: string): string {
  return on.includes('T') ? dateAt(on, 'UTC') : `${on}-01-01`.slice(0, 'YYYY-MM-DD'.length);
}
