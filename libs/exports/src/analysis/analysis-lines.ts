import { analysisTable, POOLED } from '@bali/analysis';
import type { ExportSource } from '../formats/format.js';
import type { StudyContext } from '../model/subject.js';

/** The group that a patient is analysed in: the arm, where arms are shown; else everybody is pooled. */
export function groupsOf({ arms }: StudyContext): (patient: string) => string {
  return (patient) => (arms === undefined ? POOLED : (arms.get(patient)?.toLowerCase() ?? 'not known'));
}

/** The very table that the statistical report has beside it, always with commas: the script in R reads it. */
export function* analysisLines(source: ExportSource): Generator<string> {
  const groupOf = groupsOf(source.context);
  const head = analysisTable([], groupOf);
  yield head;
  for (const { outcome } of source.subjects()) {
    if (outcome !== undefined) yield analysisTable([outcome], groupOf).slice(head.length);
  }
}
