import type { DeviationRow, StruckRow, SystemRow } from '../report/record-tables.js';
import { counts, table } from './figures.js';

/** What the record itself shows besides results: deviations, and what was annulled. */
export function recordSections(report: {
  readonly deviations: readonly DeviationRow[];
  readonly struck: readonly StruckRow[];
}): readonly string[] {
  return [
    '<h2>Deviations from the protocol</h2>',
    table(
      'Deviations of the randomized, as the sponsor assessed them',
      ['kind', 'deviations', 'minor', 'major', 'critical', 'not assessed', 'excluding from per protocol'],
      report.deviations.map(({ kind, deviations, minor, major, critical, notAssessed, excluding }) => [
        kind.replaceAll('-', ' '),
        ...[deviations, minor, major, critical, notAssessed, excluding].map(String),
      ]),
    ),
    '<h2>Annulled entries</h2>',
    table(
      'Entries that were annulled: they count nowhere',
      ['kind of entry', 'entries', 'by cause'],
      report.struck.map(({ type, entries, byCause }) => [type, String(entries), counts(byCause)]),
    ),
  ];
}

export function systemsTable(rows: readonly SystemRow[]): string {
  return table(
    'Adverse events of the safety population by body system and severity',
    ['body system', 'group', 'patients', 'events', 'by severity'],
    rows.map(({ system, group, patients, events, bySeverity }) => [
      ...[system, group, String(patients), String(events)],
      counts(bySeverity),
    ]),
  );
}
