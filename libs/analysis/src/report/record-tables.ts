import { adverseEventsOf, codingOf, type Deviation, type PatientState } from '@bali/trial';
import type { PatientRecord } from './patient-record.js';

/** The deviations of one kind: how many, and how the sponsor has assessed them. */
export interface DeviationRow {
  readonly kind: string;
  readonly deviations: number;
  readonly minor: number;
  readonly major: number;
  readonly critical: number;
  readonly notAssessed: number;
  /** That keep their patient out of the per-protocol population. */
  readonly excluding: number;
}

export function deviationTable(all: readonly Deviation[]): readonly DeviationRow[] {
  return byName(all, ({ kind }) => kind).map(([kind, own]) => {
    const assessed = (severity: string): number =>
      own.filter(({ assessment }) => assessment?.severity === severity).length;
    return {
      ...{
        kind,
        deviations: own.length,
        minor: assessed('minor'),
        major: assessed('major'),
        critical: assessed('critical'),
      },
      notAssessed: own.filter(({ assessment }) => assessment === undefined).length,
      excluding: own.filter(({ assessment }) => assessment?.perProtocol === 'excluded').length,
    };
  });
}

/** The entries of one kind that were annulled: they count nowhere. */
export interface StruckRow {
  readonly type: string;
  readonly entries: number;
  /** By the coded cause. */
  readonly byCause: Readonly<Record<string, number>>;
}

export function struckTable(patients: readonly PatientRecord[]): readonly StruckRow[] {
  const all = patients.flatMap(({ state }) => state.struck ?? []);
  return byName(all, ({ type }) => type).map(([type, own]) => ({
    ...{ type, entries: own.length },
    byCause: Object.fromEntries(
      byName(own, ({ annulled }) => annulled.reasonCode ?? 'not-coded').map(([cause, { length }]) => [cause, length]),
    ),
  }));
}

/** Adverse events of one body system and one group, by their severity. */
export interface SystemRow {
  readonly system: string;
  readonly group: string;
  readonly events: number;
  readonly patients: number;
  readonly bySeverity: Readonly<Record<string, number>>;
}

/** What coders have not coded stands as such. */
const NOT_CODED = 'not coded';

/** @param patients those of the safety population */
export function systemTable(
  patients: readonly { readonly group: string; readonly patient: string; readonly state: PatientState }[],
): readonly SystemRow[] {
  const all = patients.flatMap(({ group, patient, state }) =>
    adverseEventsOf(state).map(({ report }) => ({
      ...{ group, patient, severity: report.data.severity ?? 'not-assessed' },
      system: codingOf(state, report, 'MedDRA')?.coded.bodySystem ?? NOT_CODED,
    })),
  );
  return byName(all, ({ system }) => system).flatMap(([system, events]) =>
    byName(events, ({ group }) => group).map(([group, own]) => ({
      ...{ system, group, events: own.length, patients: new Set(own.map(({ patient }) => patient)).size },
      bySeverity: Object.fromEntries(
        byName(own, ({ severity }) => severity).map(([severity, { length }]) => [severity, length]),
      ),
    })),
  );
}

function byName<Of>(
  values: readonly Of[],
  nameOf: (value: Of) => string,
): readonly (readonly [string, readonly Of[]])[] {
  return [...Map.groupBy(values, nameOf)].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
