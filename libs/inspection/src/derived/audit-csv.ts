import type { LedgerRecord } from '@bali/ledger';
import type { ShownStanding } from '@bali/projections/portable';
import { type Cell, csvLine, semicolonLine } from './csv-line.js';
import type { AuditRow } from './audited-ledger.js';

/** An event with all that its row shows. */
export interface EventWithRow {
  /** Its place among those of the package, from 0. */
  readonly place: number;
  /** Its index in the ledger. */
  readonly index: number;
  /** Lower-case hex. */
  readonly leafHash: string;
  readonly record: LedgerRecord;
  readonly row: AuditRow;
  readonly standing?: ShownStanding;
}

/** The columns of `audit-log.csv`, in their order. */
const COLUMNS: Readonly<Record<string, (event: EventWithRow) => Cell>> = {
  index: ({ index }) => index,
  recordedAt: ({ record }) => record.metadata.recordedAt,
  recordedAtSite: ({ row }) => row.recordedAtSite,
  userId: ({ record }) => record.metadata.actor.userId,
  name: ({ record }) => record.metadata.actor.name,
  role: ({ record }) => record.metadata.actor.role,
  organisation: ({ record }) => record.metadata.actor.organisation,
  patient: ({ row }) => row.patient,
  site: ({ row }) => row.site,
  type: ({ record }) => record.type,
  sentence: ({ row }) => row.sentence,
  late: ({ row }) => (row.late ? 'late' : ''),
  reason: ({ row }) => row.reason,
  correctedEvent: (event) => correctionOf(event, 'correctedEvent'),
  correctedField: (event) => correctionOf(event, 'field'),
  oldValue: (event) => correctionOf(event, 'oldValue'),
  newValue: (event) => correctionOf(event, 'newValue'),
  signedBy: ({ record }) => record.metadata.signature?.name,
  signedAt: ({ record }) => record.metadata.signature?.signedAt,
  signatureMeaning: ({ record }) => record.metadata.signature?.meaning,
  signatureStanding: ({ standing }) => standing?.standing,
  supersededBy: ({ standing }) => standing?.supersededBy?.event,
  client: ({ record }) => record.metadata.source.client,
  address: ({ record }) => record.metadata.source.ip,
  softwareVersion: ({ record }) => record.metadata.software.version,
  softwareCommit: ({ record }) => record.metadata.software.commit,
  stream: ({ record }) => record.stream,
  revision: ({ record }) => record.revision,
  eventId: ({ record }) => record.id,
  leafHash: ({ leafHash }) => leafHash,
};

const READERS = Object.values(COLUMNS);

/** The first line, after a mark by which spreadsheets know UTF-8. @param wording the version of the words. */
export function csvHead(wording: number): string {
  return `\u{feff}${lineIn(wording)(Object.keys(COLUMNS))}`;
}

/** @param wording the version of the words. */
export function csvRows(events: readonly EventWithRow[], wording: number): readonly string[] {
  const line = lineIn(wording);
  return events.map((event) => line(READERS.map((read) => read(event))));
}

function lineIn(wording: number): (cells: readonly Cell[]) => string {
  return wording < 3 ? csvLine : semicolonLine;
}

function correctionOf({ record }: EventWithRow, name: string): string | undefined {
  if (record.type !== 'DataCorrected') return undefined;
  const value = (record.data as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value);
}
