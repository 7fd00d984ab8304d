// A jest reporter: the table "clause → test → result" that a sponsor needs to validate a computerised system. A test that
// shows a requirement carries its id in its name: "[P11-10e] …". The table is written to dist/traceability.md for people, and to
// dist/traceability.json for `npm run validation`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const KNOWN = new Set(
  JSON.parse(readFileSync(new URL('../test/validation/requirements.json', import.meta.url), 'utf8')).map(
    ({ id }) => id,
  ),
);
const TAG = /\[([A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)?(?:-[A-Za-z0-9]+)?)\]/g;

const requirementsIn = (name) => [
  ...new Set([...name.matchAll(TAG)].map(([, id]) => id).filter((id) => KNOWN.has(id))),
];
const withoutIds = (name) =>
  name
    .replaceAll(TAG, (tag, id) => (KNOWN.has(id) ? '' : tag))
    .replaceAll(/\s+/g, ' ')
    .trim();

export default class TraceabilityReporter {
  onRunComplete(_, { testResults, numPassedTests, numFailedTests, numPendingTests }) {
    const rows = testResults.flatMap(({ testFilePath, testResults: tests }) =>
      tests.flatMap(({ fullName, status, duration }) =>
        requirementsIn(fullName).map((id) => ({
          ...{ id, test: withoutIds(fullName), file: relative(process.cwd(), testFilePath), status },
          tookMs: duration ?? 0,
        })),
      ),
    );
    rows.sort((one, other) => (`${one.id} ${one.file}` < `${other.id} ${other.file}` ? -1 : 1));
    const table = rows.map(
      ({ id, test, file, status }) => `| ${id} | ${test.replaceAll('|', '\\|')} | ${file} | ${status} |`,
    );
    mkdirSync('dist', { recursive: true });
    const head = [
      '# Requirements and the tests that show them',
      '',
      '| clause | test | file | result |',
      '| --- | --- | --- | --- |',
    ];
    writeFileSync('dist/traceability.md', [...head, ...table, ''].join('\n'));
    writeFileSync('dist/traceability.json', `${JSON.stringify(rows, null, 1)}\n`);
    const clauses = new Set(rows.map(({ id }) => id)).size;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    console.log(`${clauses} clauses are shown by ${rows.length} tests: dist/traceability.md`);
    console.log(`Tests: ${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
  }
}
