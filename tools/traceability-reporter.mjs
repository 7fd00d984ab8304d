// A jest reporter: the table "clause → test → result" that a sponsor needs to validate a computerised system. A test that
// shows a requirement carries its id in its name: "[P11-10e] …". The table is written to dist/traceability.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const REQUIREMENT = /\[((?:P11|EMA|R3|CTR|A11)-[A-Za-z0-9-]+|ALCOA)\]/g;

export default class TraceabilityReporter {
  onRunComplete(_, { testResults, numPassedTests, numFailedTests, numPendingTests }) {
    const rows = testResults.flatMap(({ testFilePath, testResults: tests }) =>
      tests.flatMap(({ fullName, status }) =>
        [...fullName.matchAll(REQUIREMENT)].map(([, id]) => ({
          id,
          test: fullName.replaceAll(REQUIREMENT, '').replaceAll(/\s+/g, ' ').trim(),
          file: relative(process.cwd(), testFilePath),
          status,
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
    const clauses = new Set(rows.map(({ id }) => id)).size;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    console.log(`${clauses} clauses are shown by ${rows.length} tests: dist/traceability.md`);
    console.log(`Tests: ${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
  }
}
