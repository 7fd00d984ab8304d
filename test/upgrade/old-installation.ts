import { dataDirectory, type DataDirectory } from '@bali/installation';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What stands in a file that was made once, with the software of a commit: it is never made again. */
interface Kept {
  /** Every file of the data directory, in base64, by its path in it. */
  readonly files: Readonly<Record<string, string>>;
  /** What that software answered to a monitor. */
  readonly answered: {
    readonly list: { readonly items: readonly OldSummary[] };
    readonly charts: readonly OldChart[];
    readonly endpoint: Readonly<Record<string, unknown>>;
  };
}

interface OldSummary {
  readonly patient: string;
  readonly status: string;
  readonly visits: readonly object[];
}

export interface OldChart {
  readonly patient: string;
  readonly entries: readonly { readonly id: string; readonly type: string; readonly data: object }[];
}

/** Puts an installation of an older commit into a directory. */
export function putOldInstallation(
  commit: string,
  path: string,
): { readonly directory: DataDirectory; readonly answered: Kept['answered'] } {
  const kept = readFileSync(join('test', 'upgrade', `${commit}.json.gz`));
  const { files, answered } = JSON.parse(gunzipSync(kept).toString('utf8')) as Kept;
  for (const [name, content] of Object.entries(files)) {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, Buffer.from(content, 'base64'), { mode: 0o600 });
  }
  return { directory: dataDirectory(path), answered };
}
