import {
  type ArmName,
  type Choices,
  EXPORT_FORMATS,
  type ExportFormatId,
  type ExportSource,
  type Row,
  type StudyContext,
  subjectOf,
} from '@bali/exports';
import { type LedgerRecord, leafOf, MerkleTree, toHex } from '@bali/ledger';
import { StateInMemory } from '@bali/projections';
import { dateAt, TRIAL } from '@bali/protocol';

/** The files of an export, by path. */
export type ExportedFiles = ReadonlyMap<string, Buffer>;

export interface InMemory extends Partial<Choices> {
  readonly arms?: ReadonlyMap<string, ArmName>;
  readonly materials?: StudyContext['materials'];
}

/** Exports a history in memory: what a caller does page by page on a disk, without one. */
export async function exportInMemory(
  format: ExportFormatId,
  records: readonly LedgerRecord[],
  options: InMemory = {},
): Promise<ExportedFiles> {
  const source = sourceOf(format, records, options);
  const files = new Map<string, Buffer>();
  for await (const { path, content } of EXPORT_FORMATS[format].files(source)) {
    const pieces: Buffer[] = [];
    for await (const piece of content()) pieces.push(Buffer.from(piece));
    files.set(path, Buffer.concat(pieces));
  }
  return files;
}

function sourceOf(
  format: ExportFormatId,
  records: readonly LedgerRecord[],
  { arms, materials, ...choices }: InMemory,
): ExportSource {
  const state = new StateInMemory();
  const tree = new MerkleTree();
  for (const record of records) {
    state.apply(record);
    tree.append(leafOf(record));
  }
  const { trial, patients } = state.state();
  const recordedAt = records.at(-1)?.metadata.recordedAt ?? '';
  const context: StudyContext = {
    ...{ trialId: TRIAL.id, trial, asOf: dateAt(recordedAt, TRIAL.timeZone) },
    ...(arms && { arms }),
    ...(materials && { materials }),
  };
  const subjects = () =>
    Object.keys(patients)
      .toSorted()
      .flatMap((patient) => {
        const record = patients[patient];
        return (record && subjectOf(patient, record, context)) ?? [];
      });
  const tables = tablesOf(format, context, subjects());
  return {
    study: {
      ...{ trialId: TRIAL.id, acronym: TRIAL.acronym, title: TRIAL.title, position: records.length - 1, recordedAt },
      ...{
        root: toHex(tree.root()),
        software: { version: '0.1.0', commit: '0000000' },
        arms: arms ? 'shown' : 'masked',
      },
    },
    ...{ context, subjects, choices: { separator: 'comma', ...choices } },
    records: () => asynchronous(records.map((record, position) => ({ position, record }))),
    rows: (table) => asynchronous(tables.get(table) ?? []),
    count: (table) => tables.get(table)?.length ?? 0,
  };
}

function tablesOf(
  format: ExportFormatId,
  context: StudyContext,
  subjects: ReturnType<ExportSource['subjects']>,
): ReadonlyMap<string, readonly Row[]> {
  const rows = new Map<string, Row[]>();
  const maker = EXPORT_FORMATS[format].tables;
  const add = (tables: ReadonlyMap<string, readonly Row[]>) => {
    for (const [name, more] of tables) rows.set(name, [...(rows.get(name) ?? []), ...more]);
  };
  if (maker === undefined) return rows;
  add(maker.ofTrial(context));
  for (const subject of subjects) add(maker.ofSubject(subject));
  return rows;
}

async function* asynchronous<Of>(values: readonly Of[]): AsyncGenerator<Of> {
  for (const value of values) yield await Promise.resolve(value);
}
