import { EXPORT_FORMAT_IDS, type ExportFormatId } from '@bali/exports';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { synthesizeLedger } from './synthetic-ledger.js';

/** What an export of a trial took, in a process of its own. */
export interface Exported {
  readonly format: ExportFormatId;
  readonly seconds: number;
  readonly processorSeconds: number;
  /** The most memory that the process held, MiB. */
  readonly peakMebibytes: number;
}

/** As `npm run bali -- export` starts it (tools/run.mjs). */
const FRUGAL = {
  argv: [...process.execArgv.filter((argument) => !argument.includes('semi-space')), '--max-semi-space-size=8'],
  env: { MALLOC_ARENA_MAX: '1' },
};

/** Each format of a synthetic trial in turn; what was exported is taken away before the next one. */
export async function benchExporting(directory: string, events: number): Promise<readonly Exported[]> {
  const path = join(directory, 'exported.db');
  await synthesizeLedger(path, events);
  const made: Exported[] = [];
  for (const format of EXPORT_FORMAT_IDS) {
    const out = join(directory, format);
    const program = join(import.meta.dirname, 'exporting-process.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [...FRUGAL.argv, program, path, format, out], {
      env: { ...process.env, ...FRUGAL.env },
    });
    made.push(JSON.parse(stdout) as Exported);
    await rm(out, { recursive: true });
  }
  return made;
}
