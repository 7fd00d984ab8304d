import { leafHash, type Ledger, type LedgerRecord, toHex } from '@bali/ledger';
import { showTexts, type TextFault, withholdTexts } from '@bali/projections/portable';
import type { ShowText } from '@bali/schema';
import { publishedSchema } from '@bali/schema';
import { EVENTS_PER_HTML_PAGE, FILES, htmlPagePath, schemaPath } from '../format/layout.js';
import type { TextCounts } from '../format/ledger-manifest.js';
import { csvHead, csvRows, type EventWithRow } from './audit-csv.js';
import { type AuditPages, htmlEnd, htmlHead, htmlRows } from './audit-html.js';
import type { LedgerFold } from './ledger-fold.js';
import type { AuditedLedger, MakeRow } from './audited-ledger.js';

/** The next piece of a derived file. Pieces of one file come in their order; files may take turns. */
export interface Piece {
  readonly path: string;
  /** Many rows are not put together to one text: to make that flat takes the engine six times longer than to write the rows. */
  readonly text: string | readonly string[];
}

/** An event as it is read once all of them are known. */
export interface ReadEvent {
  readonly leaf: Uint8Array;
  /** Opened, where it is sealed. */
  readonly record: LedgerRecord;
  /** Whether the record was sealed: its signature, if it has one, is looked at by nobody here. */
  readonly sealed: boolean;
  /** The texts of the record's references, by their hashes, but for those that are redacted. */
  readonly texts: ReadonlyMap<string, { readonly text: string }>;
  /** Its index in the ledger. */
  readonly index: number;
  /** The hashes of texts that the reader may not know, though others are shown. */
  readonly withheld: ReadonlySet<string>;
  /** What is wrong with texts that are not here although they were not redacted, by their hashes. */
  readonly faults: ReadonlyMap<string, TextFault>;
}

/** Every published schema of what occurs in the ledger. */
export function* schemaFiles(fold: LedgerFold, audited: AuditedLedger): Generator<Piece> {
  const { definitionOf, openedDefinitionOf = definitionOf } = audited;
  for (const { type, schemaVersion, isSealed } of fold.types) {
    const schema = publishedSchema((isSealed ? openedDefinitionOf : definitionOf)(type, schemaVersion));
    yield { path: schemaPath(type, schemaVersion), text: `${JSON.stringify(schema, null, 2)}\n` };
  }
}

/**
 * The state with its digest: `{"ledger":…,"state":…,"stateDigest":…,"treeSize":…}`, canonical. With its last piece the fold
 * knows the digest.
 */
export function* stateFile(fold: LedgerFold, ledger: Ledger): Generator<Piece> {
  const path = FILES.state;
  yield { path, text: `{"ledger":"${ledger}","state":` };
  for (const text of fold.stateJson()) yield { path, text };
  yield { path, text: `,"stateDigest":"${fold.stateDigest()}","treeSize":${fold.counts.events}}\n` };
}

/** The audit log for people, as a table for spreadsheets and as pages. */
export async function* auditFiles(
  fold: LedgerFold,
  events: AsyncIterable<readonly ReadEvent[]>,
  { title, kept, wording }: { readonly title: string; readonly kept: TextCounts['kept']; readonly wording: number },
): AsyncGenerator<Piece> {
  const about: AuditPages = { title, wording, events: fold.counts.events, pages: fold.pages };
  const makeRow = fold.state.rows(wording);
  yield { path: FILES.auditCsv, text: csvHead(wording) };
  yield { path: htmlPagePath(0), text: htmlHead(about, 0) };
  let place = 0;
  let page = 0;
  for await (const block of events) {
    const shown = block.map((event) => withRow(place++, event, fold, makeRow, kept));
    yield { path: FILES.auditCsv, text: csvRows(shown, wording) };
    for (const rows of byPage(shown)) {
      const own = Math.floor((rows[0]?.place ?? 0) / EVENTS_PER_HTML_PAGE);
      if (own !== page) {
        yield { path: htmlPagePath(page), text: htmlEnd(about, page) };
        yield { path: htmlPagePath(own), text: htmlHead(about, own) };
        page = own;
      }
      yield { path: htmlPagePath(page), text: htmlRows(rows, wording) };
    }
  }
  yield { path: htmlPagePath(page), text: htmlEnd(about, page) };
}

function withRow(
  place: number,
  { leaf, record, sealed, index, ...texts }: ReadEvent,
  fold: LedgerFold,
  makeRow: MakeRow,
  kept: TextCounts['kept'],
): EventWithRow {
  const show: ShowText = kept === 'included' ? showTextsOf(texts) : withholdTexts;
  const standing = sealed ? undefined : fold.standingOf(place, record);
  const row = makeRow(record, index, { show, ...(standing && { standing }) });
  return { place, index, leafHash: toHex(leafHash(leaf)), record, row, ...(standing && { standing }) };
}

function showTextsOf({ texts, withheld, faults }: Pick<ReadEvent, 'texts' | 'withheld' | 'faults'>): ShowText {
  const show = showTexts(texts, faults);
  return (hash) => (withheld.has(hash) ? withholdTexts(hash) : show(hash));
}

/** Splits where a page ends. */
function byPage(events: readonly EventWithRow[]): readonly (readonly EventWithRow[])[] {
  const first = events[0];
  if (first === undefined) return [];
  const left = EVENTS_PER_HTML_PAGE - (first.place % EVENTS_PER_HTML_PAGE);
  return events.length <= left ? [events] : [events.slice(0, left), ...byPage(events.slice(left))];
}
