import type { LedgerRecord } from '@bali/ledger';
import {
  type AmputationLevel,
  type CalendarDate,
  dateAt,
  daysBetween,
  isMajorAmputation,
  LATE_ENTRY_DAYS,
  PRIMARY_ENDPOINT,
  plusMonths,
} from '@bali/protocol';
import { type EntryOf, withRecord } from '../entry.js';
import type { PatientEvent } from '../events/patient-events.js';

export type PatientEventType = PatientEvent['type'];
export type PatientEntry = EntryOf<PatientEvent>;
export type EntryOfType<Type extends PatientEventType> = Extract<PatientEntry, { type: Type }>;
export type PatientData<Type extends PatientEventType> = EntryOfType<Type>['data'];

/** One patient's record as it stands now; what it means is said by the functions below. */
export interface PatientState {
  readonly entries: readonly PatientEntry[];
}

export const initialPatientState: PatientState = { entries: [] };

export function evolvePatient(state: PatientState, record: LedgerRecord): PatientState {
  return { entries: withRecord(state.entries, record) as readonly PatientEntry[] };
}

const STREAM_PREFIX = 'patient-';

/** The stream of a patient's record. */
export function patientStream(patient: string): string {
  return `${STREAM_PREFIX}${patient}`;
}

/** The patient whose record a stream is, or `undefined` if it is another kind of stream. */
export function patientOfStream(stream: string): string | undefined {
  return stream.startsWith(STREAM_PREFIX) ? stream.slice(STREAM_PREFIX.length) : undefined;
}

/** All entries of a type, in the order in which they were recorded. */
export function all<Type extends PatientEventType>(state: PatientState, type: Type): readonly EntryOfType<Type>[] {
  return state.entries.filter((entry): entry is EntryOfType<Type> => entry.type === type);
}

/** The last entry of a type, if there is one. */
export function last<Type extends PatientEventType>(state: PatientState, type: Type): EntryOfType<Type> | undefined {
  return state.entries.findLast((entry): entry is EntryOfType<Type> => entry.type === type);
}

export function has(state: PatientState, type: PatientEventType): boolean {
  return state.entries.some((entry) => entry.type === type);
}

/** Which field of each event says when it happened; what has none, such as a randomization, happens when it is recorded. */
export const HAPPENED = {
  ConsentGiven: 'consentedOn',
  PatientScreened: 'screenedOn',
  EligibilityConfirmed: undefined,
  Randomized: undefined,
  Harvested: 'harvestedAt',
  ProductReleased: 'releasedAt',
  Implanted: 'implantedAt',
  FollowUpAssessed: 'assessedOn',
  Amputated: 'performedOn',
  Revascularized: 'performedOn',
  AdverseEventReported: 'startedOn',
  AdverseEventFollowedUp: 'assessedOn',
  ConsentWithdrawn: 'withdrawnOn',
  LostToFollowUp: 'lastContactOn',
  FollowUpCompleted: 'completedOn',
  Died: 'diedOn',
  PatientSignedOff: undefined,
  PatientUnblinded: undefined,
  UnblindingImpactAssessed: undefined,
} as const satisfies Record<PatientEventType, string | undefined>;

/** When an entry happened, as it was entered: a date, or a moment with its offset. */
export function happened(entry: Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>): string {
  const field = HAPPENED[entry.type];
  return field === undefined ? entry.recordedAt : (entry.data as Record<typeof field, string>)[field];
}

/** The calendar date on which an entry happened, at its site. */
export function happenedOn(entry: Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>, timeZone: string): CalendarDate {
  const when = happened(entry);
  return when.includes('T') ? dateAt(when, timeZone) : when;
}

/** How many days after it happened an entry was recorded. */
export function recordedDaysAfter(entry: Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>, timeZone: string): number {
  return daysBetween(happenedOn(entry, timeZone), dateAt(entry.recordedAt, timeZone));
}

/** Whether an entry was recorded so long after it happened that every view marks it as late. */
export function isLate(entry: Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>, timeZone: string): boolean {
  return daysLate(entry, timeZone) !== undefined;
}

/** How many days after it happened an entry was recorded, if it was so long that every view marks it as late. */
export function daysLate(
  entry: Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>,
  timeZone: string,
): number | undefined {
  const days = recordedDaysAfter(entry, timeZone);
  return days > LATE_ENTRY_DAYS ? days : undefined;
}

export const PATIENT_STATUSES = [
  'consented',
  'eligibility-not-yet-decidable',
  'not-eligible',
  'eligible',
  'randomized',
  'harvested',
  'product-released',
  'in-follow-up',
  'lost-to-follow-up',
  'completed',
  'withdrawn',
  'died',
] as const;
export type PatientStatus = (typeof PATIENT_STATUSES)[number];

/** Where a patient stands. Someone lost to follow-up who was assessed later is lost no more. */
export function statusOf(state: PatientState): PatientStatus {
  if (has(state, 'Died')) return 'died';
  if (has(state, 'ConsentWithdrawn')) return 'withdrawn';
  if (has(state, 'FollowUpCompleted')) return 'completed';
  if (isLost(state)) return 'lost-to-follow-up';
  if (has(state, 'Implanted')) return 'in-follow-up';
  if (has(state, 'ProductReleased')) return 'product-released';
  if (has(state, 'Harvested')) return 'harvested';
  if (has(state, 'Randomized')) return 'randomized';
  return screeningStatus(state);
}

function screeningStatus(state: PatientState): PatientStatus {
  const screening = screeningInForce(state);
  if (screening === undefined) return 'consented';
  return screening.data.verdict === 'not-yet-decidable' ? 'eligibility-not-yet-decidable' : screening.data.verdict;
}

/** The screening that counts: the latest one, also when an earlier one was recorded after it. */
export function screeningInForce(state: PatientState): EntryOfType<'PatientScreened'> | undefined {
  return all(state, 'PatientScreened').reduce<EntryOfType<'PatientScreened'> | undefined>(
    (latest, screening) =>
      latest === undefined || screening.data.screenedOn >= latest.data.screenedOn ? screening : latest,
    undefined,
  );
}

/** Whether the patient is lost to follow-up: recorded so, and not assessed since that last contact. */
export function isLost(state: PatientState): boolean {
  const lost = last(state, 'LostToFollowUp');
  if (lost === undefined) return false;
  return !all(state, 'FollowUpAssessed').some(({ data }) => data.assessedOn > lost.data.lastContactOn);
}

/** The date of the last follow-up visit that took place, if any did. */
export function lastAssessmentDate(state: PatientState): CalendarDate | undefined {
  return all(state, 'FollowUpAssessed')
    .map(({ data }) => data.assessedOn)
    .toSorted()
    .at(-1);
}

/** The date of the implantation at the site, from which the follow-up is counted. */
export function implantationDate(state: PatientState, timeZone: string): CalendarDate | undefined {
  const implanted = last(state, 'Implanted');
  return implanted === undefined ? undefined : dateAt(implanted.data.implantedAt, timeZone);
}

/** The last day on which an event counts for the primary endpoint: 6 calendar months after the implantation. */
export function endpointDate(implantedOn: CalendarDate): CalendarDate {
  return plusMonths(implantedOn, PRIMARY_ENDPOINT.months);
}

/** The dates of all amputations above the ankle, in their order, before the implantation too. */
export function majorAmputationDates(state: PatientState): readonly CalendarDate[] {
  return all(state, 'Amputated')
    .filter(({ data }) => isMajorAmputation(data.level satisfies AmputationLevel))
    .map(({ data }) => data.performedOn)
    .toSorted();
}

/** The revision of the last event of the record, from 0; -1 if there is none. */
export function lastRevision(state: PatientState): number {
  return Math.max(-1, ...state.entries.map(changedAtRevision));
}

/** The investigator's confirmation that the patient is eligible, unless the patient's screening changed since. */
export function eligibilityConfirmation(state: PatientState): EntryOfType<'EligibilityConfirmed'> | undefined {
  const confirmed = last(state, 'EligibilityConfirmed');
  if (confirmed === undefined) return undefined;
  const changed = all(state, 'PatientScreened').some(
    (screening) =>
      screening.revision > confirmed.revision ||
      (screening.id === confirmed.data.screening && changedAtRevision(screening) > confirmed.revision),
  );
  return changed ? undefined : confirmed;
}

/** What says who knows, and nothing of the patient: it stands beside the clinical record. */
export const UNBLINDING_TYPES: readonly string[] = ['PatientUnblinded', 'UnblindingImpactAssessed'];

/** Whether a record's reason and texts can give away an arm: those of an unblinding, and of the assessment of one. */
export function mayGiveAwayArm({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): boolean {
  const about = type === 'DataCorrected' ? (data as { readonly correctedType?: string }).correctedType : type;
  return [...UNBLINDING_TYPES, 'TrialUnblindingImpactAssessed'].includes(about ?? '');
}

/** The investigator's sign-off of the record, unless anything clinical was recorded or corrected since. */
export function signOffInForce(state: PatientState): EntryOfType<'PatientSignedOff'> | undefined {
  const signedOff = last(state, 'PatientSignedOff');
  const entries = state.entries.filter(({ type }) => !UNBLINDING_TYPES.includes(type));
  return signedOff?.revision === lastRevision({ entries }) ? signedOff : undefined;
}

/** Whether somebody was told the patient's arm. */
export function knowsArm(state: PatientState, userId: string): boolean {
  return all(state, 'PatientUnblinded').some(({ data }) => data.shownTo === userId);
}

function changedAtRevision({ revision, correctedAtRevision }: PatientEntry): number {
  return correctedAtRevision ?? revision;
}
