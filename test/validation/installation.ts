import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type as systemName } from 'node:os';
import { type Evidence, sha256OfTree } from './evidence.js';
import { compared, type QualificationStep } from './qualification.js';

/** What is validated, and where it was. */
export interface Validated {
  readonly version: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly sqlite: string;
  /** SHA-256 of what is installed and run. */
  readonly hashes: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();

export function whatIsValidated(): Validated {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return {
    ...{ version, commit: git('rev-parse', 'HEAD') },
    machine: `${systemName()} ${release()}, ${cpus().length} × ${processor?.model ?? 'unknown'}, ${memory}`,
    node: process.versions.node,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    hashes: {
      'package-lock.json': createHash('sha256').update(readFileSync('package-lock.json')).digest('hex'),
      'dist/apps': sha256OfTree('dist/apps'),
      'dist/libs': sha256OfTree('dist/libs'),
    },
  };
}

/** Whether what is installed is what the commit prescribes. */
export function qualifyInstallation(
  evidence: Evidence,
  { commit, version, node, hashes }: Validated,
): readonly QualificationStep[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const record = 'node_modules/.installed-from';
  const software = JSON.parse(readFileSync('dist/software.json', 'utf8')) as {
    readonly version: string;
    readonly commit: string;
  };
  const changed = git('status', '--porcelain');
  const shown = evidence.put('iq/hashes.json', `${JSON.stringify(hashes, null, 1)}\n`);
  return [
    compared('IQ', 'The files of the project are those of the commit', { expected: '', found: changed }),
    compared('IQ', 'The packages are those of the lock file', {
      expected: hashes['package-lock.json'] ?? '',
      found: existsSync(record) ? readFileSync(record, 'utf8') : 'not recorded',
      evidence: shown,
    }),
    compared('IQ', 'The runtime is the one of the lock file', {
      expected: lock.packages['node_modules/node']?.version ?? 'none',
      found: node,
    }),
    compared('IQ', 'The program was built of the commit', {
      expected: `${version}, ${commit}`,
      found: `${software.version}, ${software.commit}`,
      evidence: shown,
    }),
  ];
}
