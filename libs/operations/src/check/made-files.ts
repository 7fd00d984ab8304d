import { readInstallationKeys } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { hashOf, jobIn } from '@bali/queries';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check, Finding } from './check.js';

/** What is made for people, and waits to be fetched. */
const KINDS = [
  { one: 'package', named: 'a package', directoryIn: ({ packages }: DataDirectory) => packages },
  { one: 'export', named: 'an export', directoryIn: ({ exports }: DataDirectory) => exports },
] as const;
type Kind = (typeof KINDS)[number];

/** The packages and exports that wait to be fetched, against the hash that each had when it was made. */
export const madeFiles: Check = {
  name: 'packages and exports',
  find: async ({ directory }) => {
    const findings: Finding[] = [];
    for (const kind of KINDS) findings.push(...(await ofKind(kind, directory)));
    return findings;
  },
};

async function ofKind(kind: Kind, directory: DataDirectory): Promise<readonly Finding[]> {
  const folder = kind.directoryIn(directory);
  if (!existsSync(folder)) return [];
  const findings: Finding[] = [];
  for (const name of readdirSync(folder)) {
    const what = name.endsWith('.damaged')
      ? `was put aside by the server: it is no description of ${kind.named} as it was written`
      : name.endsWith('.json') && (await faultOf(kind, directory, join(folder, name)));
    const wayOut = `Delete it, and the ${kind.one} of the same name. Whoever had asked for the ${kind.one} asks for another one.`;
    if (typeof what === 'string') findings.push({ file: relative(directory.path, join(folder, name)), what, wayOut });
  }
  return findings;
}

async function faultOf(
  { one, named }: Kind,
  { installationKeys }: DataDirectory,
  path: string,
): Promise<string | undefined> {
  const keys = readInstallationKeys(installationKeys);
  if (keys === undefined) return undefined; // That they are missing is another check's finding.
  const id = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
  const job = jobIn(readFileSync(path, 'utf8'), id, { one, keys });
  if (job === undefined) return `is no description of ${named} as it was written`;
  if (job.status !== 'ready') return undefined;
  const hash = await hashOf(path.replace(/json$/, 'zip'));
  if (hash === undefined) return `describes ${named} that is not there`;
  return hash === job.sha256 ? undefined : `describes ${named} that was altered since it was made`;
}
