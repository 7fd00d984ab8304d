import { all, allStruck, type EntryOfType, type PatientState } from '../patient/chart.js';

type Report = EntryOfType<'AdverseEventReported'>;
type News = EntryOfType<'AdverseEventFollowedUp'>;

/** An adverse event of a patient with all that is known of it now. */
export interface AdverseEventKnown {
  readonly report: Report;
  /** In the order in which the site knew it. */
  readonly news: readonly News[];
  /** As the last news has it. */
  readonly outcome: Report['data']['outcome'];
  /** Whether severity and causality were judged, in the report or later. */
  readonly isJudged: boolean;
}

export function adverseEventsOf(state: PatientState): readonly AdverseEventKnown[] {
  const allNews = all(state, 'AdverseEventFollowedUp');
  return all(state, 'AdverseEventReported').map((report) => {
    const news = allNews
      .filter(({ data }) => data.number === report.data.number)
      .toSorted((one, other) => inOrder(one.data.assessedOn, other.data.assessedOn));
    const { outcome } = (news.at(-1) ?? report).data;
    return { report, news, outcome, isJudged: [report, ...news].some(({ data }) => isJudgement(data)) };
  });
}

export function adverseEventOf(state: PatientState, number: number): AdverseEventKnown | undefined {
  return adverseEventsOf(state).find(({ report }) => report.data.number === number);
}

/** Whether an entry holds the investigator's judgement: severity and causality. */
export function isJudgement({
  severity,
  relatedTo,
}: {
  readonly severity?: unknown;
  readonly relatedTo?: unknown;
}): boolean {
  return severity !== undefined && relatedTo !== undefined;
}

/** The number that the next adverse event gets: that of a report which was annulled is given to no other. */
export function nextAdverseEventNumber(state: PatientState): number {
  const reports = [...all(state, 'AdverseEventReported'), ...allStruck(state, 'AdverseEventReported')];
  return 1 + Math.max(0, ...reports.map(({ data }) => data.number));
}

function inOrder(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
