import { stringify } from 'csv-stringify/sync';
import type { Validated } from './installation.js';
import type { MatrixRow } from './matrix.js';
import type { QualificationStep } from './qualification.js';

export interface Pack {
  readonly validated: Validated;
  readonly beganAt: string;
  readonly endedAt: string;
  readonly rows: readonly MatrixRow[];
  readonly steps: readonly QualificationStep[];
}

/** Where the result of each test is, in the pack. */
export const RESULTS = 'oq/tests.json';

/** A row for each test, and one for each requirement that has none. */
export function csvOf({ rows }: Pick<Pack, 'rows'>): string {
  const lines = rows.flatMap(({ requirement, verdict, tests }) => {
    const { id, clause, asks, risk, severity, others = '' } = requirement;
    const of = { id, clause, requirement: asks, risk, severity };
    const shown = tests.map(({ test, file, status }) => ({ ...of, test, file, result: status, evidence: RESULTS }));
    const all = shown.length > 0 ? shown : [{ ...of, test: '', file: '', result: verdict, evidence: '' }];
    return all.map((line) => ({ ...line, others }));
  });
  return stringify(lines, { header: true });
}

export function isShown({ rows, steps }: Pick<Pack, 'rows' | 'steps'>): boolean {
  return rows.every(({ verdict }) => verdict === 'shown') && steps.every(({ isMet }) => isMet);
}

/** A page that prints, needs no other file, and says first what is not met. */
export function htmlOf(pack: Pack): string {
  const { validated, beganAt, endedAt, rows, steps } = pack;
  const { version, commit, machine, node, sqlite, hashes } = validated;
  const missing = [
    ...rows
      .filter(({ verdict }) => verdict !== 'shown')
      .map(({ requirement, verdict }) => `${requirement.id}: ${verdict}`),
    ...steps.filter(({ isMet }) => !isMet).map(({ part, what, found }) => `${part}: ${what}: ${found}`),
  ];
  const facts = { version, commit, machine, node, sqlite, began: beganAt, ended: endedAt, ...hashes };
  return page('Validation pack of BALI', [
    table(['what', 'value'], Object.entries(facts)),
    '<h2>Not met</h2>',
    missing.length === 0
      ? '<p>Everything that was looked at is met.</p>'
      : `<ul>${missing.map((one) => `<li>${text(one)}</li>`).join('')}</ul>`,
    '<h2>Installation (IQ)</h2>',
    table(STEP_HEAD, steps.filter(({ part }) => part === 'IQ').map(stepRow)),
    '<h2>Operation (OQ): clause, requirement, risk, test, result, evidence</h2>',
    table(['clause', 'requirement', 'risk', 'verdict', 'tests', 'what people do besides'], rows.map(requirementRow)),
    `<p>The result of each test is in ${text(RESULTS)}, and a row for each in traceability.csv.</p>`,
    '<h2>Performance (PQ)</h2>',
    table(STEP_HEAD, steps.filter(({ part }) => part === 'PQ').map(stepRow)),
    '<h2>Who approves it</h2>',
    table(
      ['role', 'name', 'date', 'signature'],
      [
        ['Prepared by', '', '', ''],
        ['Reviewed by (quality assurance)', '', '', ''],
        ['Approved by (sponsor)', '', '', ''],
      ],
    ),
  ]);
}

const STEP_HEAD = ['what', 'met', 'expected', 'found', 'evidence'];

function stepRow({ what, isMet, expected, found, evidence = '' }: QualificationStep): readonly string[] {
  return [
    what,
    isMet ? 'yes' : 'NO',
    expected === '' ? 'nothing else' : expected,
    found === '' ? 'nothing else' : found,
    evidence,
  ];
}

function requirementRow({ requirement, verdict, tests }: MatrixRow): readonly string[] {
  const { id, clause, asks, risk, severity, others = '' } = requirement;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const files = [...new Set(tests.map(({ file }) => file))].join(', ');
  return [
    `${id}: ${clause}`,
    asks,
    `${risk} (${severity})`,
    verdict,
    `${passed} of ${tests.length} passed: ${files}`,
    others,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: 'td' | 'th') =>
    `<tr>${row.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('\n')}</tbody></table>`;
}

function page(title: string, parts: readonly string[]): string {
  const style =
    'body{font:14px/1.4 sans-serif;margin:2em}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:4px;' +
    'text-align:left;vertical-align:top;overflow-wrap:anywhere}@media print{body{margin:0;font-size:9pt}}';
  const head = `<meta charset="utf-8"><title>${text(title)}</title><style>${style}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body><h1>${text(title)}</h1>\n${parts.join('\n')}\n</body></html>\n`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
