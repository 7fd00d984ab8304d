import { dateAt, type Instant, plusDays, TRIAL } from '@bali/protocol';
import type { ByArm } from './cells.js';
import type { Draft } from './draft.js';
import { momentAt, plusMinutes, serverTime, workingDay } from './moments.js';

/** What was in force from the first patient on: what nobody is surprised by after such a harvest. */
export const REFERENCE_INFORMATION = { version: '1.0', inForceFrom: '2009-06-01', reactions: ['Haematoma'] };

/** Each clock has run out after this number of days from the last news. */
const CLOSED_AFTER_DAYS = 17;

interface Judged {
  readonly seriousness?: readonly string[];
  readonly severity?: string;
  readonly relatedTo?: string;
  readonly termAsReported?: string;
}

/**
 * What the sponsor does with each serious adverse event that an investigator has judged in its report: it is coded and assessed on the
 * next working day; one that somebody suspects is handed over, and closed when its longest clock has ended.
 */
export function safetyDrafts(course: readonly Draft[]): readonly Draft[] {
  const reports = course.filter(({ path, body, refusedAs }) => {
    const { seriousness = [], severity, relatedTo } = body as Judged;
    return (
      path === 'adverse-events' && seriousness.length > 0 && refusedAs === undefined && Boolean(severity && relatedTo)
    );
  });
  return reports.flatMap((report) => ofReport(report, course));
}

function ofReport(report: Draft, course: readonly Draft[]): readonly Draft[] {
  const { name, at } = report;
  const { relatedTo: byInvestigator = 'not-related', termAsReported = name } = report.body as Judged;
  // A limb that worsens after an implantation: the sponsor suspects what the investigator does not, and both opinions are kept.
  const relatedTo = name === 'worsening-of-the-limb' ? 'implanted-product' : byInvestigator;
  const assessedAt = onWorkingDayAfter(at, 1);
  const by = 'safety-officer';
  const coding: Draft = {
    ...{ name: `coding-of-${name}`, at: assessedAt, by: 'data-manager', path: 'codings', about: { entry: name } },
    body: { dictionary: 'MedDRA', version: '12.0', code: `simulated-${name}`.slice(0, 40), term: termAsReported },
  };
  const assessment: Draft = {
    ...{ name: `assessment-of-${name}`, at: plusMinutes(assessedAt, 20), by, path: 'assessments', followsUp: name },
    body: { relatedTo, expectedness: 'unexpected' },
  };
  if (relatedTo === 'not-related') return [coding, assessment];
  const news = course.filter((draft) => draft.followsUp === name || draft.endOf === name).map((draft) => draft.at);
  const lastNews = [assessment.at, ...news].toSorted().at(-1) ?? assessment.at;
  const handover: Draft = {
    ...{
      name: `handover-of-${name}`,
      at: plusMinutes(assessedAt, 30),
      by,
      path: 'handover',
      followsUp: name,
      body: {},
    },
  };
  const closure: Draft = {
    ...{ name: `closure-of-${name}`, at: onWorkingDayAfter(lastNews, CLOSED_AFTER_DAYS), by, path: 'closure' },
    ...{ followsUp: name, body: {} },
  };
  return [coding, assessment, handover, ...reportDrafts(name, handover.at), closure];
}

/**
 * Whoever may know what was given decides on the report of a case that was handed over. As much is recorded, whatever was given: where
 * nothing is sent, that is said, and that no receipt is expected.
 */
function reportDrafts(name: string, handedOverAt: Instant): readonly Draft[] {
  const step = (what: string, minutes: number, bodyOf: (at: Instant) => ByArm): Draft => {
    const at = plusMinutes(handedOverAt, minutes);
    return {
      ...{ name: `${what}-of-${name}`, at, by: 'unblinded-safety-officer', path: 'unblinded-case/records' },
      ...{ followsUp: name, body: {}, sealed: () => bodyOf(at) },
    };
  };
  const decision = step('decision', 90, (at) => {
    const decidedOn = dateAt(at, TRIAL.timeZone);
    const concluded = (conclusion: string) => ({ decision: { decidedOn, conclusion } });
    return { A: concluded('not-to-be-reported'), B: concluded('to-be-reported') };
  });
  const sending = step('sending', 150, (sentAt) => ({
    A: { sending: { sentAt, kind: 'none', to: 'nobody' } },
    B: { sending: { sentAt, kind: 'initial', to: 'authorities' } },
  }));
  const receipt = step('receipt', 240, (receivedAt) => ({
    A: { receipt: { receivedAt, answer: 'none-expected' } },
    B: { receipt: { receivedAt, answer: 'acknowledged' } },
  }));
  return [decision, sending, { ...receipt, about: { 'receipt.sending': sending.name } }];
}

function onWorkingDayAfter(at: Instant, days: number): Instant {
  const day = workingDay(plusDays(dateAt(at, TRIAL.timeZone), days));
  return serverTime(momentAt(day, 10 * 60 + 30, TRIAL.timeZone));
}
