import { parseTilePath } from '@bali/ledger';

/** The files of a package that have one name. */
export const FILES = {
  readme: 'README.html',
  manifest: 'manifest.json',
  checkpoint: 'checkpoint',
  verifierKeys: 'verifier-keys.txt',
  events: 'events.jsonl',
  indexes: 'indexes.txt',
  texts: 'texts.jsonl',
  contentKeys: 'content-keys.jsonl',
  auditCsv: 'audit-log.csv',
  auditHtml: 'audit-log.html',
  state: 'state.json',
} as const;

/** How many events a page of the audit log for people holds: what a browser shows and searches without effort. */
export const EVENTS_PER_HTML_PAGE = 5_000;

/** Where a page of the audit log lies, from 0: the first one is what people open. */
export function htmlPagePath(page: number): string {
  return page === 0 ? FILES.auditHtml : `audit-log/${page + 1}.html`;
}

/** An earlier checkpoint, by its tree size; those of the same size after the first one have a number. */
export function checkpointPath(size: number, place: number): string {
  return place === 0 ? `checkpoints/${size}` : `checkpoints/${size}.${place + 1}`;
}

export function schemaPath(type: string, schemaVersion: number): string {
  return `schemas/${type}.v${schemaVersion}.json`;
}

const ALONE: ReadonlySet<string> = new Set(Object.values(FILES));
const IN_FOLDERS =
  /^(checkpoints\/(0|[1-9]\d{0,15})(\.[1-9]\d{0,5})?|schemas\/\w{1,100}\.v\d{1,5}\.json|audit-log\/[1-9]\d{0,9}\.html)$/;

/** Whether a package may hold a file of this name: nothing else is read, or left lying about unread. */
export function isPackagePath(path: string): boolean {
  return ALONE.has(path) || IN_FOLDERS.test(path) || parseTilePath(path) !== undefined;
}
