import { EXPORT_FORMATS, type ExportFile, type ExportFormatId, type Study } from '@bali/exports';
import { madeAtItsPlace } from '@bali/inspection';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FoldedTrial, type FoldingOptions } from './folded-trial.js';
import { RowSpool } from './row-spool.js';

export interface ExportOptions extends FoldingOptions {
  readonly format: ExportFormatId;
  /** A directory, or a file whose name ends with `.zip`: neither may be there. */
  readonly out: string;
}

/** What was made. */
export interface MadeExport {
  readonly study: Study;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Exports the trial as of an event, in one format. What is made is at its place only once it is complete; memory does not grow with
 * the trial, and the same events give the same bytes.
 * @throws PlaceTaken; what reading the events throws; the signal's reason
 */
export function writeExport(options: ExportOptions): Promise<MadeExport> {
  return madeAtItsPlace({ ...options, madeAt: MOMENT_IN_ZIP }, async (folder, scratch) => {
    using spool = new RowSpool(join(dirname(folder), 'rows'));
    using trial = await FoldedTrial.fold(options, scratch, spool);
    const format = EXPORT_FORMATS[options.format];
    await spoolTables(trial, options, spool);
    const files: { path: string }[] = [];
    for await (const file of format.files(trial)) {
      options.signal?.throwIfAborted();
      await write(folder, file);
      files.push({ path: file.path });
      options.progress?.({ step: 'files', done: files.length, of: files.length + 1 });
    }
    return { study: trial.study, files };
  });
}

/** A constant: what it is of says the content of its files. */
const MOMENT_IN_ZIP = '2000-01-01T00:00:00Z';

async function spoolTables(trial: FoldedTrial, { format, progress }: ExportOptions, spool: RowSpool): Promise<void> {
  const { tables } = EXPORT_FORMATS[format];
  if (tables === undefined) return;
  spool.add(tables.ofTrial(trial.context));
  let done = 0;
  for (const subject of trial.subjects()) {
    spool.add(tables.ofSubject(subject));
    done += 1;
    if (done % 16 !== 0) continue;
    progress?.({ step: 'subjects', done, of: done + 1 });
    await nextTurn();
  }
}

async function write(folder: string, { path, content }: ExportFile): Promise<void> {
  const place = join(folder, path);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await writeFile(place, inPieces(content()), { flag: 'wx', mode: 0o600 });
}

const PIECE_BYTES = 64 * 1024;

/** The same content in larger pieces: each piece is a call of the file system. */
async function* inPieces(content: ReturnType<ExportFile['content']>): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    const written = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    kept.push(written);
    bytes += written.byteLength;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(kept);
    kept = [];
    bytes = 0;
  }
  yield Buffer.concat(kept);
}
