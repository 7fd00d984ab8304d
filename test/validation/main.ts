/** Makes the validation pack of this commit: `npm run validation -- --out DIRECTORY`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Evidence } from './evidence.js';
import { qualifyInstallation, whatIsValidated } from './installation.js';
import { matrixOf, REQUIREMENTS, type TestedRow } from './matrix.js';
import { qualifyPerformance } from './performance.js';
import { csvOf, htmlOf, isShown, RESULTS } from './report.js';
import { lookAtSupplyChain } from './supply-chain.js';

const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: 'dist/validation' } },
  allowPositionals: true,
});

/** Runs the tests that have the id of a requirement in their name. @param only the paths that they match. Default: all. */
function testRequirements(only: readonly string[]): readonly TestedRow[] {
  const ids = REQUIREMENTS.map(({ id }) => id).join('|');
  const jest = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const args = [...jest, ...only, '--testNamePattern', `\\[(${ids})\\]`];
  // What an earlier run has left shows nothing of this one.
  rmSync('dist/traceability.json', { force: true });
  spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
  return JSON.parse(readFileSync('dist/traceability.json', 'utf8')) as readonly TestedRow[];
}

const beganAt = new Date().toISOString();
const evidence = new Evidence(values.out);
const validated = whatIsValidated();
const steps = [
  ...qualifyInstallation(evidence, validated),
  ...lookAtSupplyChain(evidence),
  ...qualifyPerformance(evidence),
];
const tested = testRequirements(positionals);
evidence.put(RESULTS, `${JSON.stringify(tested, null, 1)}\n`);
const pack = { validated, beganAt, endedAt: new Date().toISOString(), rows: matrixOf(tested), steps };
evidence.put('traceability.csv', csvOf(pack));
evidence.put('index.html', htmlOf(pack));
evidence.seal();

const shown = pack.rows.filter(({ verdict }) => verdict === 'shown').length;
console.log(`${shown} of ${pack.rows.length} requirements are shown, by ${tested.length} tests`);
for (const { requirement, verdict } of pack.rows.filter((row) => row.verdict !== 'shown'))
  console.log(`- ${requirement.id}: ${verdict}`);
for (const { part, what, found } of steps.filter(({ isMet }) => !isMet)) console.log(`- ${part}: ${what}: ${found}`);
console.log(`${evidence.path}/index.html`);
process.exitCode = isShown(pack) ? 0 : 1;
