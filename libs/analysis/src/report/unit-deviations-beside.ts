/** What was judged of one deviation of the cell therapy unit. */
export interface JudgedUnitDeviation {
  readonly patient: string;
  /** The record of the unit in which it is. */
  readonly record: string;
  readonly severity: string;
  readonly perProtocol: string;
}

/** The unit's deviations, as they were judged between the lock and the unblinding, by somebody without outcome data. */
export interface UnitDeviationsBeside {
  /** Absent: nobody has judged them, and none of them excludes a patient. */
  readonly judgedAt?: string;
  readonly deviations: readonly JudgedUnitDeviation[];
}

/** The patients whom they keep out of the per-protocol population. */
export function excludedByUnit({ deviations }: UnitDeviationsBeside): ReadonlySet<string> {
  return new Set(deviations.filter(({ perProtocol }) => perProtocol === 'excluded').map(({ patient }) => patient));
}
