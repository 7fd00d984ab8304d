/** What somebody enters a deviation as, where the software does not find it. */
export const REPORTED_KINDS = [
  'consent',
  'eligibility',
  'procedure',
  'treatment',
  'visit',
  'assessment',
  'concomitant-treatment',
  'safety-reporting',
  'confidentiality',
  'other',
] as const;
export type ReportedKind = (typeof REPORTED_KINDS)[number];

/** What names a deviation that somebody entered. */
export function keyOfReported(number: number): string {
  return `reported:${number}`;
}
