import { beginningOf, type CalendarDate, type Instant, type PartialDate, plusDays } from '@bali/protocol';
import { present } from '@bali/schema';
import { visitWindows } from '../follow-up/visit-windows.js';
import { all, type EntryOfType, type PatientState } from '../patient/chart.js';
import { dayAt, type TimeZones, timeZoneOf, zoneAt } from '../patient/time-zone.js';
import type { TrialState } from '../trial/trial-state.js';
import {
  CRITICAL_KINDS,
  type Finder,
  FOUND_KINDS,
  type FoundDeviation,
  type FoundKind,
  type Looking,
} from './deviation.js';
import * as consent from './of-consent-and-eligibility.js';
import * as treatment from './of-treatment-and-safety.js';
import * as visits from './of-visits.js';
import { keyOfReported, type ReportedKind } from './reported-kinds.js';

export type DeviationKind = FoundKind | ReportedKind;

/** A deviation, as it was found or reported, and how the sponsor has assessed it. */
export interface Deviation extends Omit<FoundDeviation, 'kind'> {
  readonly kind: DeviationKind;
  /** Whether the software found it, or somebody entered it. */
  readonly source: 'found' | 'reported';
  /** What it is, in words. */
  readonly says: string;
  /** Whether the protocol itself calls it critical. */
  readonly isCritical: boolean;
  /** The hash of the description, where somebody entered it. */
  readonly description?: string;
  /** The last assessment. Absent: it waits for one. */
  readonly assessment?: DeviationAssessment;
}

export interface DeviationAssessment {
  readonly event: string;
  readonly at: Instant;
  readonly by: string;
  readonly severity: 'minor' | 'major' | 'critical';
  readonly perProtocol: 'kept' | 'excluded';
  /** The hash of the rationale. */
  readonly rationale?: string;
}

const FINDERS: readonly Finder[] = [
  consent.outdatedForms,
  consent.consentNotRenewed,
  consent.consentAfterAct,
  consent.actsAfterWithdrawal,
  consent.notEligible,
  consent.secondCode,
  consent.cardEnteredLate,
  treatment.baselineAnnulled,
  treatment.consentForEachHarvest,
  treatment.treatmentNotAccountedFor,
  treatment.bloodTubeMissing,
  treatment.lateReleases,
  treatment.implantations,
  visits.visitsOutOfWindow,
  visits.missedVisits,
  visits.visitsNotAccountedFor,
  visits.sixMonthStatusMissing,
  treatment.lateSeriousAdverseEvents,
  treatment.alertsAcknowledgedLate,
];

/**
 * The deviations of a patient as the record shows them now. One that the software finds is there as long as the records stand that
 * make it. Nothing of the cell therapy unit's own records is looked at: its deviations are sealed.
 * @param asOf the moment up to which what is due is judged.
 */
export function deviationsOf(state: PatientState, trial: TrialState, asOf: Instant): readonly Deviation[] {
  const zones = timeZoneOf(state, trial);
  return found(state, trial, zones, dayAt(asOf, zones));
}

/** A deviation, and from when on it shows, where that is a matter of time: nothing more may have to be recorded. */
export interface ComingDeviation {
  readonly deviation: Deviation;
  /** The moment from which it is one. Absent: it shows already. */
  readonly showsAt?: Instant;
}

/**
 * The deviations that show, and those that will, if nothing more is recorded: at any moment, those that show by then are what
 * {@link deviationsOf} finds as of it. So a list can be kept that has to be made anew for new records alone.
 */
export function comingDeviations(state: PatientState, trial: TrialState): readonly ComingDeviation[] {
  const zones = timeZoneOf(state, trial);
  return found(state, trial, zones, END_OF_TIME).map((deviation) => {
    if (!isMatterOfTime(deviation, state)) return { deviation };
    const day = plusDays(deviation.on, 1);
    return { deviation, showsAt: beginningOf(day, zoneAt(`${day}T12:00:00.000Z`, zones)) };
  });
}

const END_OF_TIME = '9999-12-31';

/** What is due on a day deviates from the next one on. */
function isMatterOfTime({ kind, records }: Deviation, state: PatientState): boolean {
  if (kind === 'visit-not-accounted-for' || kind === 'six-month-status-missing') return true;
  if (kind !== 'alert-acknowledged-late') return false;
  return !all(state, 'MicrobiologyAlertAcknowledged').some(({ id }) => records.includes(id));
}

function found(state: PatientState, trial: TrialState, zones: TimeZones, asOf: CalendarDate): readonly Deviation[] {
  const looking: Looking = { trial, zones, windows: visitWindows(state, trial, zones), asOf };
  const bySoftware = FINDERS.flatMap((find) => find(state, looking)).map((one): Omit<Deviation, 'assessment'> => ({
    ...one,
    source: 'found',
    says: FOUND_KINDS[one.kind],
    isCritical: CRITICAL_KINDS.has(one.kind),
  }));
  const reported = all(state, 'DeviationReported').map(asReported);
  return [...bySoftware, ...reported].map((one) => withAssessment(one, state));
}

/** The same up to the end of a day, at the site. */
export function deviationsOn(state: PatientState, trial: TrialState, day: string): readonly Deviation[] {
  return deviationsOf(state, trial, `${day}T23:59:59.999Z`);
}

/** Whether a deviation that stands keeps the patient out of the per-protocol population. */
export function isExcludedFromPerProtocol(deviations: readonly Deviation[]): boolean {
  return deviations.some(({ assessment }) => assessment?.perProtocol === 'excluded');
}

function asReported({ id, data }: EntryOfType<'DeviationReported'>): Omit<Deviation, 'assessment'> {
  const on: PartialDate = data.occurredOn;
  return present<Omit<Deviation, 'assessment'>>({
    ...{ key: keyOfReported(data.number), kind: data.kind, on, source: 'reported', isCritical: false },
    records: data.entry === undefined ? [id] : [id, data.entry],
    visit: undefined,
    says: `a deviation that somebody reported (${data.kind})`,
    description: data.description,
  });
}

function withAssessment(deviation: Omit<Deviation, 'assessment'>, state: PatientState): Deviation {
  const last = all(state, 'DeviationAssessed').findLast(({ data }) => data.deviation === deviation.key);
  if (last === undefined) return deviation;
  const { assessedBy: by, severity, perProtocol, rationale } = last.data;
  const assessment = { event: last.id, at: last.recordedAt, by, severity, perProtocol, rationale };
  return { ...deviation, assessment: present<DeviationAssessment>(assessment) };
}
