/** A step of a qualification: what is expected, and what was found. */
export interface QualificationStep {
  /** Of the installation, or of the performance; what the software does (operation) is shown by tests. */
  readonly part: 'IQ' | 'PQ';
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly isMet: boolean;
  /** The file of the pack that shows it. */
  readonly evidence?: string;
}

/** A step that is met where what was found is what was expected. */
export function compared(
  part: QualificationStep['part'],
  what: string,
  { expected, found, evidence }: Pick<QualificationStep, 'expected' | 'found' | 'evidence'>,
): QualificationStep {
  return { part, what, expected, found, isMet: expected === found, ...(evidence !== undefined && { evidence }) };
}
