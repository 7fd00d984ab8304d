import type { Piece } from '../derived/derived-files.js';
import { FILES } from '../format/layout.js';
import type { OutputFiles } from './output-files.js';

/** Writes the audit log for people. Its pages come one after another: the one before is complete. */
export async function writeAuditLog(files: OutputFiles, pieces: AsyncIterable<Piece>): Promise<void> {
  let open: string | undefined;
  for await (const { path, text } of pieces) {
    const isPage = path !== FILES.auditCsv;
    if (isPage && open !== undefined && open !== path) await files.end(open);
    if (isPage) open = path;
    await files.add(path, text);
  }
}
