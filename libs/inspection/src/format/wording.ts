import { FILES } from './layout.js';

/**
 * The version of the words, columns and pages in which a package tells its events to people. It is raised with every change of a
 * word, and so is the number of `golden/wording.vN.json`; a new type of event changes none.
 *
 * - 2: every value of the access and the sealed ledger with the description of its schema; a table with commas.
 * - 3: sentences for these two ledgers, with a local time and late entries; a table with semicolons, in which no text can become a
 *   formula however a spreadsheet takes it apart; marks that turn the direction of writing are shown, U+061C too.
 * - 4: a certified copy says for each reason why a free text can be withheld from it; a sentence says what an annulled or corrected
 *   entry recorded, in place of the name of its type.
 */
export const WORDING = 4;

/** The versions that this software makes again, byte by byte, of packages that were made with older software. */
export const KNOWN_WORDINGS: readonly number[] = [2, 3, WORDING];

/** The files that are written in words of a version. What is in the others depends on the events alone. */
const WORDED: readonly string[] = [FILES.readme, FILES.auditCsv, FILES.auditHtml];
const WORDED_FOLDER = 'audit-log/';

/** Whether a file is written in words of a version. */
export function isWorded(path: string): boolean {
  return WORDED.includes(path) || path.startsWith(WORDED_FOLDER);
}
