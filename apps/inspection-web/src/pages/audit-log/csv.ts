import type { ShownEntry } from './entry.js';

const COLUMNS: readonly (readonly [title: string, cell: (entry: ShownEntry) => unknown])[] = [
  ['position', ({ position }) => position],
  ['recordedAt', ({ recordedAt }) => recordedAt],
  ['recordedAtSite', ({ recordedAtSite }) => recordedAtSite],
  ['type', ({ type }) => type],
  ['patient', ({ patient }) => patient],
  ['site', ({ site }) => site],
  ['userId', ({ actor }) => actor.userId],
  ['name', ({ actor }) => actor.name],
  ['role', ({ actor }) => actor.role],
  ['organisation', ({ actor }) => actor.organisation],
  ['late', ({ late }) => late],
  ['reason', ({ reason }) => reason],
  ['sentence', ({ sentence }) => sentence],
  ['data', ({ data }) => JSON.stringify(data)],
];

/** A program for tables takes such a beginning for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180, in UTF-8 with a mark that programs for tables look for. */
export function csvOf(entries: readonly ShownEntry[]): string {
  const rows = entries.map((entry) => COLUMNS.map(([, cell]) => cellOf(cell(entry))).join(','));
  return `\uFEFF${[COLUMNS.map(([title]) => title).join(','), ...rows].join('\r\n')}\r\n`;
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
