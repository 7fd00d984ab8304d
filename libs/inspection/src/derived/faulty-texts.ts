import { clauseOf, type FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import { escaped } from './html.js';

/** How many of them a page lists; the manifest lists all. */
const LISTED = 100;

/** What follows the other numbers of free texts; nothing where all is well. */
export function faultyCount(faulty: readonly FaultyText[]): string {
  return faulty.length === 0 ? '' : `; ${faulty.length} ARE MISSING, and no event that is here says why`;
}

/** What README.html says of texts that should be there; nothing where all is well. */
export function faultyTexts(faulty: readonly FaultyText[] = []): string {
  if (faulty.length === 0) return '';
  const rows = faulty.slice(0, LISTED).map(({ index, field, fault }) => {
    return `<tr><th scope="row">Event ${index}, <code>${escaped(field)}</code></th><td>${clauseOf(fault)}</td></tr>\n`;
  });
  const more = faulty.length > LISTED ? `<p>And ${faulty.length - LISTED} more, which the manifest lists.</p>\n` : '';
  return `<h2>Free texts that are missing</h2>
<p><strong>The store from which this was made was damaged, or somebody changed it.</strong> These texts should be here. No event that
is here says that they were redacted. The events are complete all the same, and each holds the hash of its text: a text that turns
up elsewhere, with its salt, can be checked against it. <code>${FILES.manifest}</code> lists all of them. The first command below
refuses what has such texts; with <code>--missing-texts</code> it checks all the rest, and names them.</p>
<table>
<tbody>
${rows.join('')}</tbody>
</table>
${more}`;
}
