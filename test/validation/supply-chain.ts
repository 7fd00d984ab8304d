import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { Evidence } from './evidence.js';
import { compared, type QualificationStep } from './qualification.js';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version?: string;
  readonly scope?: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

interface LockedPackage {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
}

/** Licences under which a package may be used beside an Apache-2.0 program, as it is and without changes. */
const ALLOWED = new Set([
  ...[
    'MIT',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'Python-2.0',
    'CC-BY-4.0',
    'MPL-2.0',
  ],
  ...['(MIT OR CC0-1.0)', '(BSD-3-Clause AND Apache-2.0)'],
]);

/** Packages whose licence the registry does not name in its words: somebody has read the file. */
const READ: Readonly<Record<string, string>> = {
  'lib-r-math.js': 'MIT, as its file LICENSE.txt says',
  '@bali/client': 'Apache-2.0: it is a part of this project',
};

const MOST_BYTES = 2 ** 28;

/** What the product is made of: a list of parts, their licences, what they run when they are installed, what is known against them. */
export function lookAtSupplyChain(evidence: Evidence): readonly QualificationStep[] {
  return [partsAndLicences(evidence), installScripts(evidence), audit(evidence)];
}

function npm(...args: readonly string[]) {
  return spawnSync('npm', args, { encoding: 'utf8', maxBuffer: MOST_BYTES });
}

/** CycloneDX, as npm makes it of the lock file. */
function partsAndLicences(evidence: Evidence): QualificationStep {
  const { stdout } = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
  const file = evidence.put('sbom.cdx.json', stdout);
  const { components = [] } = JSON.parse(stdout) as { readonly components?: readonly Component[] };
  const rows = components.map((one) => ({
    name: nameOf(one),
    version: one.version ?? '',
    use: one.scope ?? '',
    licence: licenceOf(one),
  }));
  evidence.put('licences.csv', stringify([...rows], { header: true }));
  const unknown = rows.filter(({ name, licence }) => !ALLOWED.has(licence) && READ[name] === undefined);
  const found = unknown.map(({ name, licence }) => `${name}: ${licence}`).join('; ');
  const what = `Each of ${rows.length} parts (CycloneDX) has a licence under which it may be used`;
  return compared('IQ', what, { expected: '', found, evidence: file });
}

function nameOf({ group, name }: Component): string {
  return group === undefined || name.startsWith('@') ? name : `${group}/${name}`;
}

function licenceOf({ licenses = [] }: Component): string {
  return licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? '').join(' AND ');
}

/** Whether each package that has a script for its installation was allowed to run it, or forbidden: nothing is left open. */
function installScripts(evidence: Evidence): QualificationStep {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly allowScripts: Readonly<Record<string, boolean>>;
  };
  const rows = Object.entries(packages)
    .filter(([, { hasInstallScript = false }]) => hasInstallScript)
    .map(([path, { version = '' }]) => {
      const name = path.split('node_modules/').at(-1) ?? path;
      const decided = allowScripts[name];
      return { name, version, script: decided === undefined ? 'not decided' : decided ? 'allowed' : 'forbidden' };
    });
  const file = evidence.put('install-scripts.csv', stringify(rows, { header: true }));
  const open = rows.filter(({ script }) => script === 'not decided').map(({ name }) => name);
  const what = 'It is decided of each script of a package whether it may run at the installation';
  return compared('IQ', what, { expected: '', found: open.join(', '), evidence: file });
}

/** Asks the registry what is known against the parts. Without a registry that answers, somebody else has to ask. */
function audit(evidence: Evidence): QualificationStep {
  const { stdout } = npm('audit', '--json');
  const file = evidence.put('npm-audit.json', stdout);
  const answer = JSON.parse(stdout === '' ? '{}' : stdout) as Audit;
  const what = 'No weakness is known of any part (npm audit)';
  if (answer.metadata === undefined) {
    const why = `not asked: ${answer.message ?? 'the registry gave no answer'}. Run npm audit where the registry answers it.`;
    return { part: 'IQ', what, expected: '0', found: why, isMet: false, evidence: file };
  }
  return compared('IQ', what, { expected: '0', found: String(answer.metadata.vulnerabilities.total), evidence: file });
}

interface Audit {
  readonly message?: string;
  readonly metadata?: { readonly vulnerabilities: { readonly total: number } };
}
