import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Check, Finding } from './check.js';

const WAY_OUT = 'Delete the package and its description, and ask for another one.';

interface Description {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly sha256?: unknown;
}

/** The inspection packages that wait to be fetched, against the hash that each had when it was made. */
export const packages: Check = {
  name: 'packages',
  find: async ({ directory: { path, packages: directory } }) => {
    if (!existsSync(directory)) return [];
    const findings: Finding[] = [];
    for (const name of readdirSync(directory).filter((other) => other.endsWith('.json'))) {
      const what = await faultOf(join(directory, name));
      if (what !== undefined) findings.push({ file: relative(path, join(directory, name)), what, wayOut: WAY_OUT });
    }
    return findings;
  },
};

async function faultOf(path: string): Promise<string | undefined> {
  const described = descriptionIn(path);
  if (described === undefined) return 'is no description of a package';
  if (described.status !== 'ready') return undefined;
  const zip = path.replace(/json$/, 'zip');
  if (!existsSync(zip)) return 'describes a package that is not there';
  const hash = createHash('sha256');
  await pipeline(createReadStream(zip), hash);
  return hash.digest('hex') === described.sha256 ? undefined : 'describes a package that was altered since it was made';
}

function descriptionIn(path: string): Description | undefined {
  try {
    const described = JSON.parse(readFileSync(path, 'utf8')) as Description | null;
    return path.endsWith(`${String(described?.id)}.json`) ? (described ?? undefined) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
