import { type CalendarDate, dateAt, type Instant, plusDays, TRIAL } from '@bali/protocol';
import {
  isCaseReportable,
  lastDayOf,
  type PatientState,
  type SafetyCase,
  safetyCasesOf,
  safetyClocksOf,
} from '@bali/trial';
import type { WorkFinder } from '../monitoring/work-items.js';

/** A case whose clock does not run yet is assessed within this time. */
const ASSESSED_WITHIN_DAYS = 7;

function standingCases(state: PatientState): readonly SafetyCase[] {
  return safetyCasesOf(state).filter(({ annulledAt }) => annulledAt === undefined);
}

const today = (now: Instant): CalendarDate => dateAt(now, TRIAL.timeZone);

/** The last day of the first clock of the sponsor that runs. */
function firstDue(found: SafetyCase): CalendarDate | undefined {
  const clocks = safetyClocksOf(found).filter(({ clock }) => clock !== 'site-to-sponsor');
  return clocks.map(({ dueOn }) => dueOn).toSorted()[0];
}

export const casesToAssess: WorkFinder = (state, { now }) =>
  standingCases(state).flatMap((found) => {
    const { number, report, assessment } = found;
    const judged = found.history.findLast((known) => known.isSerious && known.suspected !== undefined);
    if (judged === undefined || assessment !== undefined) return [];
    const from = today(judged.at);
    const dueOn = firstDue(found) ?? plusDays(from, ASSESSED_WITHIN_DAYS);
    const why = `An investigator has judged adverse event ${number}, and the sponsor has not.`;
    return [{ standing: today(now) > dueOn ? 'overdue' : 'due', why, number, entry: report.id, from, dueOn }];
  });

export const casesToHandOver: WorkFinder = (state, { now }) =>
  standingCases(state).flatMap((found) => {
    const { number, report, assessment, handedOver } = found;
    const isUnexpected = assessment?.data.expectedness === 'unexpected';
    if (!isUnexpected || handedOver !== undefined || !isCaseReportable(found)) return [];
    const dueOn = firstDue(found) ?? today(now);
    const why = `Adverse event ${number} is serious, suspected and unexpected.`;
    const from = today(assessment.recordedAt);
    return [{ standing: today(now) > dueOn ? 'overdue' : 'due', why, number, entry: report.id, from, dueOn }];
  });

export const casesToClose: WorkFinder = (state, { now }) =>
  standingCases(state).flatMap((found) => {
    const { number, report, handedOver, closed } = found;
    const dueOn = lastDayOf(found);
    if (handedOver === undefined || dueOn === undefined || today(now) < dueOn) return [];
    if (closed !== undefined && closed.data.lastDay >= dueOn) return [];
    const why = `The longest clock of adverse event ${number} ended on ${dueOn}.`;
    return [
      {
        standing: today(now) > plusDays(dueOn, 1) ? 'overdue' : 'due',
        why,
        number,
        entry: report.id,
        from: dueOn,
        dueOn,
      },
    ];
  });
