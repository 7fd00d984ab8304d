import { all, type PatientState } from '@bali/trial';

/** Adverse events of one group: how many, and of how many patients. */
export interface SafetyRow {
  readonly group: string;
  readonly patients: number;
  readonly withAny: number;
  readonly events: number;
  readonly serious: number;
  readonly patientsWithSerious: number;
  readonly fatal: number;
  readonly bySeverity: Readonly<Record<string, number>>;
  /** By what the investigator holds it to be due to. */
  readonly byRelation: Readonly<Record<string, number>>;
}

/** @param patients those of the safety population. */
export function safetyTable(
  patients: readonly { readonly group: string; readonly state: PatientState }[],
): readonly SafetyRow[] {
  const groups = [...Map.groupBy(patients, ({ group }) => group)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return groups.map(([group, own]) => {
    const events = own.flatMap(({ state }) => all(state, 'AdverseEventReported'));
    const serious = events.filter(({ data }) => data.seriousness.length > 0);
    const hasSerious = (state: PatientState): boolean =>
      all(state, 'AdverseEventReported').some(({ data }) => data.seriousness.length > 0);
    return {
      ...{ group, patients: own.length, events: events.length, serious: serious.length },
      withAny: own.filter(({ state }) => all(state, 'AdverseEventReported').length > 0).length,
      patientsWithSerious: own.filter(({ state }) => hasSerious(state)).length,
      fatal: events.filter(({ data }) => data.outcome === 'fatal').length,
      bySeverity: counted(events.map(({ data }) => data.severity ?? 'not-assessed')),
      byRelation: counted(events.map(({ data }) => data.relatedTo ?? 'not-assessed')),
    };
  });
}

function counted(values: readonly string[]): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(values, (value) => value)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(groups.map(([value, { length }]) => [value, length]));
}
