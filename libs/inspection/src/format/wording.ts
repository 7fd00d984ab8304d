import { FILES } from './layout.js';

/**
 * The version of the words, columns and pages in which a package tells its events to people: what a verifier of the same version
 * makes again, byte by byte. It is raised with every change of a word, and so is the number of `golden/wording.vN.json`; a new
 * type of event changes none.
 */
export const WORDING = 2;

/** The files that are written in words of a version. What is in the others depends on the events alone. */
const WORDED: readonly string[] = [FILES.readme, FILES.auditCsv, FILES.auditHtml];
const WORDED_FOLDER = 'audit-log/';

/** Whether a file is written in words of a version. */
export function isWorded(path: string): boolean {
  return WORDED.includes(path) || path.startsWith(WORDED_FOLDER);
}
