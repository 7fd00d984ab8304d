import { canonicalJson } from '@bali/ledger';
import { dateAt, isCertainlyBefore, plusDays } from '@bali/protocol';
import {
  all,
  happenedOn,
  last,
  PATIENT_EVENTS,
  type PatientEntry,
  type PatientState,
  patientOfStream,
  recordedDaysAfter,
  timeZero,
  type VisitWindow,
  windowsFrom,
} from '@bali/trial';
import type { Found, Seen, TrailCheck } from '../check.js';
import { atTheEnd, bursts, eachRecord, isType } from '../runs.js';
import type { Trail } from '../trail.js';
import { isNight } from './access.js';

const SITE_ROLES: readonly string[] = ['investigator', 'study-coordinator'];
/** What happens at night is recorded at night, and nobody waits for Monday with it. */
const AT_ANY_HOUR: readonly string[] = [
  ...['AdverseEventReported', 'AdverseEventFollowedUp', 'Died', 'PatientUnblinded', 'UnblindingImpactAssessed'],
  ...['Amputated', 'MicrobiologyAlertAcknowledged', 'JudgementSealed'],
];

/** The entry that a record of a patient makes; `undefined` for every other record. */
function entryOf({ record }: Seen): Pick<PatientEntry, 'type' | 'data' | 'recordedAt'> | undefined {
  if (patientOfStream(record.stream) === undefined || !Object.hasOwn(PATIENT_EVENTS, record.type)) return undefined;
  const { type, data, metadata } = record;
  return { type, data, recordedAt: metadata.recordedAt } as Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>;
}

const patientOf = ({ record }: Seen): string => patientOfStream(record.stream) ?? '';
const bySite = ({ record }: Seen): boolean => SITE_ROLES.includes(record.metadata.actor.role);

/** Whether an event of this type belongs to the patient's history, which is as old as it is. */
function isHistory(type: PatientEntry['type']): boolean {
  return PATIENT_EVENTS[type].beforeConsent === 'allowed';
}

const lateEntries: TrailCheck = {
  id: 'late-entries',
  group: 'collection',
  title: 'Delay from what happened to its entry',
  says: ({ entryDelayDays: days }) => `An entry was recorded more than ${days} days after what it records.`,
  ledgers: ['trial'],
  begin: ({ entryDelayDays }) =>
    eachRecord((seen, trail) => {
      const entry = entryOf(seen);
      if (entry === undefined || isHistory(entry.type)) return undefined;
      const days = recordedDaysAfter(entry, trail.zonesOf(patientOf(seen)));
      return days <= entryDelayDays ? 'fine' : { note: `Recorded ${days} days after it happened.` };
    }),
};

const entryBursts: TrailCheck = {
  id: 'entry-bursts',
  group: 'collection',
  title: 'Bursts of entries',
  says: ({ entries, entryMinutes }) =>
    `One person recorded ${entries} entries or more, of more than one patient, within ${entryMinutes} minutes.`,
  ledgers: ['trial'],
  begin: ({ entries: size, entryMinutes: withinMinutes }) =>
    bursts({
      ...{ size, withinMinutes },
      keyOf: (seen) => (entryOf(seen) !== undefined && bySite(seen) ? seen.record.metadata.actor.userId : undefined),
      noteOf: (many) => `The last of ${many} entries in a short time.`,
      isOne: (burst) => new Set(burst.map(({ record }) => record.stream)).size > 1,
    }),
};

const nightsAndWeekends: TrailCheck = {
  id: 'nights-and-weekends',
  group: 'collection',
  title: 'Entries at night and at the week-end',
  says: ({ nightBegins, nightEnds }) =>
    `A site recorded on a Saturday or Sunday, or between ${nightBegins}:00 and ${nightEnds}:00, what waits for a working day.`,
  ledgers: ['trial'],
  begin: ({ nightBegins, nightEnds }) =>
    eachRecord((seen, trail) => {
      if (entryOf(seen) === undefined || !bySite(seen) || isType(seen, ...AT_ANY_HOUR)) return undefined;
      const { hour, weekday } = trail.clockAt(seen);
      if (weekday > 5) return { note: `Recorded on a ${weekday === 6 ? 'Saturday' : 'Sunday'}.` };
      return isNight(hour, nightBegins, nightEnds) ? { note: `Recorded at ${hour} o'clock.` } : 'fine';
    }),
};

const beforeConsent: TrailCheck = {
  id: 'before-consent',
  group: 'collection',
  title: 'Collected before the consent',
  says: () => 'An entry says that something of the trial was done before the patient consented, or without a consent.',
  ledgers: ['trial'],
  begin: () =>
    eachRecord((seen, trail) => {
      const entry = entryOf(seen);
      if (entry === undefined || entry.type === 'ConsentGiven' || isHistory(entry.type)) return undefined;
      const consent = all(trail.patient(patientOf(seen)), 'ConsentGiven')[0];
      if (consent === undefined) return { note: 'No consent of the patient stands.' };
      const { consentedOn } = consent.data;
      const on = happenedOn(entry, trail.zonesOf(patientOf(seen)));
      if (!isCertainlyBefore(on, consentedOn)) return 'fine';
      return { note: `It happened on ${on}; the patient consented on ${consentedOn}.` };
    }),
};

function windowsOf(trail: Trail, patient: string, state: PatientState): readonly VisitWindow[] {
  const zero = timeZero(state, trail.zonesOf(patient));
  return zero === undefined ? [] : windowsFrom(zero, trail.trial);
}

const outsideWindows: TrailCheck = {
  id: 'outside-windows',
  group: 'collection',
  title: 'Visits outside their windows',
  says: () => 'A visit was made before its window opened, or after it had closed.',
  ledgers: ['trial'],
  begin: () =>
    eachRecord((seen, trail) => {
      const entry = entryOf(seen);
      if (entry?.type !== 'FollowUpAssessed') return undefined;
      const { visit, assessedOn } = entry.data as { readonly visit: string; readonly assessedOn: string };
      const windows = windowsOf(trail, patientOf(seen), trail.patient(patientOf(seen)));
      const window = windows.find((one) => one.visit.code === visit);
      if (window === undefined) return { note: `The visit ${visit} is none of the patient's schedule.` };
      const { opensOn, closesOn } = window;
      if (assessedOn >= opensOn && assessedOn <= closesOn) return 'fine';
      return { note: `The visit ${visit} was made on ${assessedOn}; its window is ${opensOn} to ${closesOn}.` };
    }),
};

/** What two records of one person would have in common, and two people hardly have: what was measured at the screening. */
function likeness(state: PatientState): string | undefined {
  const consent = last(state, 'ConsentGiven')?.data;
  const answers = last(state, 'PatientScreened')?.data.answers;
  if (consent === undefined || answers === undefined) return undefined;
  const { diabetes, prothrombinTime, recentInfarction } = answers;
  if (diabetes.hba1cPercent === undefined || prothrombinTime.percent === undefined) return undefined;
  const measured = [diabetes.hba1cPercent, prothrombinTime.percent, recentInfarction];
  return canonicalJson([consent.yearOfBirth, consent.sex, ...measured]);
}

const likelyDuplicates: TrailCheck = {
  id: 'likely-duplicates',
  group: 'collection',
  title: 'Patients who may be one person',
  says: () =>
    'Two patients have the same sex, year of birth, measured values and infarctions at the screening, and nobody has said ' +
    'whether they are one person.',
  ledgers: ['trial'],
  begin: () =>
    atTheEnd(
      (seen) => isType(seen, 'ConsentGiven'),
      (taken, trail) => {
        const first = new Map<string, string>();
        return taken.flatMap((seen): readonly Found[] => {
          const patient = patientOf(seen);
          const state = trail.patient(patient);
          const like = likeness(state);
          if (like === undefined) return [];
          const other = first.get(like);
          if (other === undefined) first.set(like, patient);
          const isSaid = [state, trail.patient(other ?? '')].some((one) => all(one, 'SamePerson').length > 0);
          if (other === undefined || other === patient || isSaid) return [];
          return [trail.pointAt(seen, `The patients ${other} and ${patient} look alike.`)];
        });
      },
    ),
};

/** The last day on which the patient took part, if it is over. */
function endOf(state: PatientState, trail: Trail, patient: string): string | undefined {
  const ends = state.entries.flatMap((entry) =>
    ['Died', 'LostToFollowUp', 'FollowUpCompleted', 'ConsentWithdrawn'].includes(entry.type)
      ? [happenedOn(entry, trail.zonesOf(patient))]
      : [],
  );
  return ends.toSorted()[0];
}

const dueAndAbsent: TrailCheck = {
  id: 'due-and-absent',
  group: 'collection',
  title: 'Due, and absent',
  says: ({ overdueDays: days }) =>
    `More than ${days} days after its window closed, a visit of a randomized patient is neither recorded nor said to be missed.`,
  ledgers: ['trial'],
  begin: ({ overdueDays }) =>
    atTheEnd(
      (seen) => isType(seen, 'Randomized'),
      (taken, trail, { now }) =>
        taken.flatMap((seen) => {
          const patient = patientOf(seen);
          const state = trail.patient(patient);
          if (!state.entries.some(({ id }) => id === seen.record.id)) return [];
          const today = dateAt(now, trail.zoneAt(seen));
          const over = endOf(state, trail, patient) ?? '9999-12-31';
          const recorded = state.entries.flatMap((entry) =>
            entry.type === 'FollowUpAssessed' || entry.type === 'VisitMissed' ? [entry.data.visit] : [],
          );
          const absent = windowsOf(trail, patient, state).filter(
            ({ visit, closesOn }) =>
              closesOn < over && plusDays(closesOn, overdueDays) < today && !recorded.includes(visit.code),
          );
          return absent.map(({ visit, closesOn }) =>
            trail.pointAt(
              seen,
              `Of patient ${patient}, the visit ${visit.code} is absent; its window closed on ${closesOn}.`,
            ),
          );
        }),
    ),
};

export const COLLECTION_CHECKS: readonly TrailCheck[] = [
  lateEntries,
  entryBursts,
  nightsAndWeekends,
  beforeConsent,
  outsideWindows,
  likelyDuplicates,
  dueAndAbsent,
];
