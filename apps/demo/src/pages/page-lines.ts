import { heading } from '../print-report.js';

/** Which page shows what, for whoever has just started the demo. */
const SHOWS = [
  ['/pages/', 'the trial at a glance, now or on any day: flow of patients, accrual, sites, the last checkpoint'],
  ['/pages/replay', 'the history event by event: what each step changed, the state after it and its digest'],
  ['/pages/audit-log', 'who did what, when and why, in sentences; filters; each record with its proof'],
  ['/pages/patients', 'patients: what happened, corrections where they were made, signatures'],
  ['/pages/blind', 'who knows whose arm since when; the commitment to the randomization list'],
  ['/pages/people', 'the delegation log as of a day'],
  ['/pages/work', 'what is to be done, queries, deviations'],
  ['/pages/review', 'the review of the audit trail: computed checks, the records they point at, what was concluded'],
  ['/pages/results', 'the statistical report; by arm for whoever may read arms'],
  ['/pages/exports', 'the data in standard formats, as of any event'],
  ['/pages/packages', 'packages, to be taken home'],
  ['/pages/verify', 'verifies a package, a copy or a receipt that you drop on it, offline'],
] as const;

/** What to open in a browser. */
export function pageLines(url: string): readonly string[] {
  const width = Math.max(...SHOWS.map(([path]) => path.length));
  return [
    ...heading('Pages to look at: open the first one, and sign in with one click as whom you choose'),
    ...SHOWS.map(([path, what]) => `${url}${path.padEnd(width)}  ${what}`),
  ];
}
