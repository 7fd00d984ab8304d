import type { CalendarDate, Instant } from '@bali/protocol';
import { dayAt, hasEnded, type TimeZones, type TrialState, unitStatementOf, windowsFrom } from '@bali/trial';
import type { PatientSummary } from '../trial-state/patient-summary.js';
import { endpointStandings } from './primary-endpoint.js';
import { patientTimeZones } from './site-time-zone.js';

/** What may be missing of a randomized patient, and what its site can do about it. */
export const MISSING_BEFORE_LOCK = {
  'visit-not-accounted-for':
    'Record the visit, or that it was missed; what was found at another contact is recorded as that contact.',
  'not-known-at-six-months':
    'Record a contact with the patient, or with somebody who knows, by telephone too; or the loss to follow-up, if nobody is reached.',
  'participation-not-ended':
    'Record the completion, the loss to follow-up, the withdrawal from the follow-up, or the death.',
  'not-signed-off': 'An investigator of the site reviews the record and signs it off.',
} as const;
export type MissingBeforeLock = keyof typeof MISSING_BEFORE_LOCK;

/** Without these the database is not locked; all else is missing in the results, and stands in nobody's way. */
const IN_THE_WAY: readonly MissingBeforeLock[] = ['participation-not-ended', 'not-signed-off'];

export interface MissingItem {
  readonly what: MissingBeforeLock;
  /** The visit that it is about, where it is about one. */
  readonly visit?: string;
  readonly isInTheWay: boolean;
  readonly wayOut: string;
}

/**
 * What is missing before the database is locked. Of the cell therapy unit nothing is in it but whether it has made its one statement about
 * all patients: the lock asks it for no record.
 */
export interface BeforeLock {
  readonly randomized: number;
  readonly signedOff: number;
  /** When the cell therapy unit made the statement that counts for the next lock. Absent: it has made none. */
  readonly unitStatedAt?: Instant;
  /** Patients of whom something is missing, in the order of their codes. */
  readonly patients: readonly {
    readonly patient: string;
    readonly site: string;
    readonly missing: readonly MissingItem[];
  }[];
}

/** @param asOf the date up to which the follow-up is judged. */
export function beforeLock(trial: TrialState, patients: readonly PatientSummary[], asOf: CalendarDate): BeforeLock {
  const randomized = patients.filter(({ randomizedAt }) => randomizedAt !== undefined);
  const zonesOf = patientTimeZones(trial);
  const stated = unitStatementOf(trial)?.recordedAt;
  return {
    randomized: randomized.length,
    signedOff: randomized.filter(({ signedOffAt }) => signedOffAt !== undefined).length,
    ...(stated === undefined ? {} : { unitStatedAt: stated }),
    patients: randomized
      .map((summary) => ({
        patient: summary.patient,
        site: summary.site,
        missing: [
          ...visitsMissing(summary, trial, zonesOf(summary), asOf),
          ...statusMissing(summary, trial, asOf),
          ...endMissing(summary),
        ],
      }))
      .filter(({ missing }) => missing.length > 0),
  };
}

function item(what: MissingBeforeLock, visit?: string): MissingItem {
  const about = visit === undefined ? {} : { visit };
  return { what, ...about, isInTheWay: IN_THE_WAY.includes(what), wayOut: MISSING_BEFORE_LOCK[what] };
}

/** Visits whose window closed while the patient was followed up, and of which nothing is said. */
function visitsMissing(
  summary: PatientSummary,
  trial: TrialState,
  zones: TimeZones,
  asOf: CalendarDate,
): readonly MissingItem[] {
  const { implantedAt, randomizedAt, visits, missedVisits, diedOn, withdrawnOn, lastContactOn } = summary;
  const zero = implantedAt ?? randomizedAt;
  if (zero === undefined) return [];
  const until = [asOf, diedOn, withdrawnOn, lastContactOn].filter((date) => date !== undefined).toSorted()[0] ?? asOf;
  const isSaid = (code: string): boolean => visits.some(({ visit }) => visit === code) || missedVisits.includes(code);
  return windowsFrom(dayAt(zero, zones), trial)
    .filter(({ visit, closesOn }) => closesOn < until && !isSaid(visit.code))
    .map(({ visit }) => item('visit-not-accounted-for', visit.code));
}

function statusMissing(summary: PatientSummary, trial: TrialState, asOf: CalendarDate): readonly MissingItem[] {
  const [found] = endpointStandings(trial, [summary], asOf);
  return found?.standing.kind === 'visit-overdue' ? [item('not-known-at-six-months')] : [];
}

function endMissing({ status, signedOffAt }: PatientSummary): readonly MissingItem[] {
  if (signedOffAt !== undefined) return [];
  return [...(hasEnded(status) ? [] : [item('participation-not-ended')]), item('not-signed-off')];
}
