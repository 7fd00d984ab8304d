import type { LedgerRecord } from '@bali/ledger';
import type { Dataset, Row, Study, Tables } from '../model/dataset.js';
import type { StudyContext, Subject } from '../model/subject.js';
import type { Separator } from '../csv/csv.js';

/** An event of the ledger, with its place. */
export interface PlacedRecord {
  readonly position: number;
  readonly record: LedgerRecord;
}

/** A file of an export: its content comes piece by piece, so that memory does not grow with the trial. */
export interface ExportFile {
  readonly path: string;
  readonly content: () => AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/** How an export is written down, as far as somebody chooses. */
export interface Choices {
  /** Between the cells of CSV. */
  readonly separator: Separator;
}

/** What a format is made of. Everything can be read as often as needed, in the same order. */
export interface ExportSource {
  readonly study: Study;
  readonly context: StudyContext;
  readonly choices: Choices;
  /** The subjects in the order of their codes. */
  subjects(): Iterable<Subject>;
  /** The events up to the position, in their order. */
  records(): AsyncIterable<PlacedRecord>;
  /** The rows of a table of {@link ExportFormat.tables}. */
  rows(table: string): AsyncIterable<Row>;
  /** Number of rows of such a table. */
  count(table: string): number;
}

/** The tables that a format asks for, and how the rows of each come about. */
export interface TableMaker {
  readonly datasets: readonly Dataset[];
  ofTrial(context: StudyContext): Tables;
  ofSubject(subject: Subject): Tables;
}

/** A format that the trial is exported in. */
export interface ExportFormat {
  readonly title: string;
  readonly tables?: TableMaker;
  /** Whether it tells outcomes as they are analysed, which are open to few before the lock. */
  readonly tellsOutcomes: boolean;
  files(source: ExportSource): AsyncIterable<ExportFile> | Iterable<ExportFile>;
}
