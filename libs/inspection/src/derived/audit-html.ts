import { EVENTS_PER_HTML_PAGE, FILES, htmlPagePath } from '../format/layout.js';
import type { EventWithRow } from './audit-csv.js';
import { escaped, PAGE_END, pageHead } from './html.js';
import type { PagePeriod } from './ledger-fold.js';

/** What every page of the audit log says of itself. */
export interface AuditPages {
  readonly title: string;
  /** The version of the words. */
  readonly wording: number;
  readonly events: number;
  readonly pages: readonly PagePeriod[];
}

/** The beginning of a page, up to its table's rows. @param page from 0. */
export function htmlHead({ title, wording, events, pages }: AuditPages, page: number): string {
  const first = page * EVENTS_PER_HTML_PAGE;
  const last = Math.min(events, first + EVENTS_PER_HTML_PAGE) - 1;
  const range = events === 0 ? 'no events' : `events ${first} to ${last} of ${events}`;
  return `${pageHead(`${title}: ${range}`)}<h1>${escaped(title)}</h1>
<p>${escaped(range)}. Each row is one event, as it was recorded; nothing is ever changed or deleted. Times are UTC, by the
server's clock. <a href="${linkTo(page, FILES.readme)}">What this is, and how to verify it</a>;
the same as a table for a spreadsheet: <a href="${linkTo(page, FILES.auditCsv)}">${FILES.auditCsv}</a>${columnsIn(wording)}.</p>
${navigation(pages, page)}<table>
<caption>${escaped(range)}</caption>
<thead><tr><th scope="col">#</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">About</th><th
scope="col">What, why, and under which signature</th></tr></thead>
<tbody>
`;
}

/** @param wording the version of the words. */
export function htmlRows(events: readonly EventWithRow[], wording: number): readonly string[] {
  return events.map((event) => rowOf(event, wording));
}

export function htmlEnd({ pages }: AuditPages, page: number): string {
  return `</tbody>\n</table>\n${stepLinks(pages.length, page)}${PAGE_END}`;
}

function rowOf({ index, record, row }: EventWithRow, wording: number): string {
  const { recordedAt, actor } = record.metadata;
  const safe = (text: string): string => escaped(text, wording);
  const atSite = row.recordedAtSite === undefined ? '' : `<br>${safe(row.recordedAtSite)}`;
  const about = [row.patient, row.site, record.type].filter((part) => part !== undefined).map(safe);
  return (
    `<tr id="e${index}"><td class="n">${index}</td><td>${safe(recordedAt)}${atSite}</td>` +
    `<td>${safe(actor.name)}<br>${safe(actor.role)}, ${safe(actor.organisation)}</td>` +
    `<td>${about.join('<br>')}</td><td>${safe(row.sentence)}</td></tr>\n`
  );
}

function columnsIn(wording: number): string {
  return wording < 3 ? '' : ' (columns are separated by semicolons)';
}

function navigation(pages: readonly PagePeriod[], page: number): string {
  if (pages.length < 2) return '';
  if (page > 0) return stepLinks(pages.length, page);
  const items = pages.map(({ from, until }, other) => {
    const days = `${from.slice(0, 10)} to ${until.slice(0, 10)}`;
    return `<li><a href="${linkTo(page, htmlPagePath(other))}">${escaped(days)}</a></li>`;
  });
  return `<nav aria-label="Pages"><p>Pages, by when their events were recorded:</p><ol>${items.join('')}</ol></nav>\n`;
}

function stepLinks(count: number, page: number): string {
  const to = (other: number, words: string): string =>
    other < 0 || other >= count ? '' : `<a href="${linkTo(page, htmlPagePath(other))}">${words}</a> `;
  return `<p>${to(0, 'First page')}${to(page - 1, 'Page before')}${to(page + 1, 'Next page')}</p>\n`;
}

/** Pages but the first lie one folder down. */
function linkTo(page: number, path: string): string {
  return page === 0 ? path : `../${path}`;
}
