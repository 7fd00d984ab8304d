import { VerifiedEvents } from '../heads/verified-events.js';
import { headedRows } from './head-verification.js';
import { markOf } from './head-writer.js';
import { type LedgerFile, openLedgerFile } from './ledger-file.js';
import { addUpTo } from './upgrade.js';

/**
 * Makes a head for all events of a ledger's file as it is found, after every head that was there or is marked. What the former
 * heads said is not undone: they stay in the file.
 * @throws NotThisLedger, StoreUnavailable
 */
export function acceptAsFound(file: LedgerFile): void {
  const { heads, ledger } = file;
  if (heads === 'not-verified') throw new RangeError('a ledger is accepted with the keys that seal its heads');
  const { reader, writer } = openLedgerFile(file);
  try {
    if (writer === undefined) throw new RangeError('a ledger is accepted where it can be written to');
    writer.exec('BEGIN IMMEDIATE');
    const found = headedRows(writer);
    const events = new VerifiedEvents(heads.keys, ledger);
    addUpTo(events, found, found.rows.lastPosition() + 1);
    const newest = found.heads.newest();
    const mark = heads.mark.read();
    const marked = mark === undefined || mark === 'unreadable' ? -1 : mark.number;
    const number = Math.max(newest?.number ?? -1, marked) + 1;
    const head = { number, size: events.sizeWithAdded, ...events.seal(newest?.mac) };
    found.heads.add(head);
    writer.exec('COMMIT');
    heads.mark.replace(markOf(head));
  } finally {
    if (writer?.isTransaction === true) writer.exec('ROLLBACK');
    reader.close();
    writer?.close();
    heads.mark.close();
  }
}
