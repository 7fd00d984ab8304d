import { plusDays } from '@bali/protocol';
import {
  adverseEventsOf,
  alertClocks,
  dayAt,
  deviationsOf,
  eligibilityConfirmation,
  endpointWindow,
  has,
  hasEnded,
  last,
  namedEntry,
  queriesOf,
  signOffInForce,
  statusOf,
  visitWindows,
} from '@bali/trial';
import type { WorkFinder } from './work-items.js';

/** Number of days before its window opens from which on a visit is in the list. */
const TOLD_BEFORE_DAYS = 14;
/** A query that waits longer than this is overdue. */
const ANSWER_WITHIN_DAYS = 14;
/** Whoever has signed off, or judged, within this time has done so in time. */
const SIGNED_WITHIN_DAYS = 30;

export const visitsToRecord: WorkFinder = (state, { trial, zones, today }) => {
  if (hasEnded(statusOf(state)) || has(state, 'SamePerson')) return [];
  const said = new Set(
    state.entries.flatMap(({ type, data }) =>
      type === 'FollowUpAssessed' || type === 'VisitMissed' ? [(data as { readonly visit: string }).visit] : [],
    ),
  );
  return visitWindows(state, trial, zones)
    .filter(({ visit, opensOn }) => !said.has(visit.code) && plusDays(today, TOLD_BEFORE_DAYS) >= opensOn)
    .map(({ visit: { code }, opensOn, closesOn }) => ({
      standing: standingOf(today, opensOn, closesOn),
      why: `Nothing is recorded of visit ${code}, which is from ${opensOn} to ${closesOn}.`,
      ...{ visit: code, from: opensOn, dueOn: closesOn },
    }));
};

function standingOf(today: string, opensOn: string, closesOn: string): 'opening' | 'due' | 'overdue' {
  if (today < opensOn) return 'opening';
  return today <= closesOn ? 'due' : 'overdue';
}

export const statusToRecord: WorkFinder = (state, { trial, now }) =>
  deviationsOf(state, trial, now)
    .filter(({ kind }) => kind === 'six-month-status-missing')
    .map(({ on }) => ({
      standing: 'overdue',
      why: `It is not known how the patient was at 6 months, and the window is over since ${on}.`,
      dueOn: on,
    }));

export const endToRecord: WorkFinder = (state, { trial, zones, today }) => {
  const window = endpointWindow(visitWindows(state, trial, zones));
  if (window === undefined || today <= window.closesOn || hasEnded(statusOf(state)) || has(state, 'SamePerson'))
    return [];
  const why = 'The 6 months are over, and nothing says how the participation of the patient has ended.';
  return [{ standing: 'due', why, from: plusDays(window.closesOn, 1) }];
};

export const queriesToAnswer: WorkFinder = (state, { zones, today }) =>
  queriesOf(state)
    .filter(({ status }) => status === 'open')
    .map(({ number, type, field, since, entry }) => {
      const from = dayAt(since, zones);
      const dueOn = plusDays(from, ANSWER_WITHIN_DAYS);
      return {
        standing: today > dueOn ? 'overdue' : 'due',
        why: `Query ${number} about ${field === undefined ? '' : `${field} of `}${namedEntry({ type })} waits for the answer of the site.`,
        ...{ number, from, dueOn, ...(entry === undefined ? {} : { entry }) },
      };
    });

export const alertsToAcknowledge: WorkFinder = (state, { zones, now }) =>
  alertClocks(state)
    .filter(({ acknowledgedAt }) => acknowledgedAt === undefined)
    .map(({ number, organism, raisedAt, dueAt }) => ({
      standing: now > dueAt ? 'overdue' : 'due',
      why: `Something has grown in a culture (${organism}), and nobody at the site has said that it is known.`,
      ...{ number, from: dayAt(raisedAt, zones), dueOn: dayAt(dueAt, zones) },
    }));

export const eligibilityToConfirm: WorkFinder = (state, { zones }) => {
  if (statusOf(state) !== 'eligible' || eligibilityConfirmation(state) !== undefined) return [];
  const screening = last(state, 'PatientScreened');
  if (screening === undefined) return [];
  const why = 'The patient is eligible by the screening, and no investigator has confirmed it since.';
  return [{ standing: 'due', why, from: dayAt(screening.recordedAt, zones), entry: screening.id }];
};

export const adverseEventsToJudge: WorkFinder = (state, { zones, today }) =>
  adverseEventsOf(state)
    .filter(({ isJudged }) => !isJudged)
    .map(({ report }) => {
      const from = dayAt(report.recordedAt, zones);
      return {
        standing: today > plusDays(from, 1) ? 'overdue' : 'due',
        why: `Severity and relation of adverse event ${report.data.number} are not judged by an investigator.`,
        ...{ number: report.data.number, entry: report.id, from, dueOn: plusDays(from, 1) },
      };
    });

export const recordsToSignOff: WorkFinder = (state, { zones, today }) => {
  if (!has(state, 'Randomized') || !hasEnded(statusOf(state)) || signOffInForce(state) !== undefined) return [];
  const from = dayAt(state.entries.at(-1)?.recordedAt ?? '', zones);
  const dueOn = plusDays(from, SIGNED_WITHIN_DAYS);
  const why = has(state, 'PatientSignedOff')
    ? 'The record was changed since it was signed off.'
    : 'The participation has ended, and the record is not signed off.';
  return [{ standing: today > dueOn ? 'overdue' : 'due', why, from, dueOn }];
};
