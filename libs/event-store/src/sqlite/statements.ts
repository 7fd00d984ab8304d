import { MAX_TEXT_LENGTH } from '@bali/ledger';

const COLUMNS = 'position, stream, revision, id, type, leaf';

/**
 * No salt and no text that was written is as long: what an altered row holds is never read as a whole. SQLite gives NULL for a
 * part of an empty text.
 */
const [SALT_AND_MORE, TEXT_AND_MORE] = [65, 3 * MAX_TEXT_LENGTH + 1];
const TEXT_COLUMNS = `hash, substr(salt, 1, ${SALT_AND_MORE}) AS salt, ifnull(substr(text, 1, ${TEXT_AND_MORE}), x'') AS text`;

/** Every statement that runs again and again. Each is answered from an index: a test holds their query plans. */
export const STATEMENTS = {
  lastPosition: 'SELECT max(position) AS last FROM event',
  lastEvent: 'SELECT position, leaf FROM event ORDER BY position DESC LIMIT 1',
  lastRevision: 'SELECT max(revision) AS last FROM event WHERE stream = ?',
  event: `SELECT ${COLUMNS} FROM event WHERE id = ?`,
  page: `SELECT ${COLUMNS} FROM event WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?`,
  stream: `SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision`,
  text: `SELECT ${TEXT_COLUMNS} FROM text WHERE hash = ?`,
  texts: `SELECT ${TEXT_COLUMNS} FROM text WHERE hash > ? ORDER BY hash LIMIT ?`,
  lastCheckpoint: 'SELECT number, size, note FROM checkpoint WHERE number >= 0 ORDER BY number DESC LIMIT 1',
  checkpoint: 'SELECT 1 FROM checkpoint WHERE size = ? AND note = ?',
  // Sizes never decrease, so the first of a size by number is the first of that size or more.
  firstCheckpoint: 'SELECT number FROM checkpoint WHERE size >= ? ORDER BY size, number LIMIT 1',
  checkpoints: 'SELECT number, size, note FROM checkpoint WHERE number >= ? ORDER BY number LIMIT ?',
  newestHead: 'SELECT number, size, key, mac FROM head ORDER BY number DESC LIMIT 1',
  head: 'SELECT number, size, key, mac FROM head WHERE number = ?',
  headBefore: 'SELECT mac FROM head WHERE number < ? ORDER BY number DESC LIMIT 1',
  heads: 'SELECT number, size, key, mac FROM head ORDER BY number',
  insertHead: 'INSERT INTO head (number, size, key, mac) VALUES (?, ?, ?, ?)',
  insertEvent: `INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
  insertText: 'INSERT INTO text (hash, salt, text) VALUES (?, ?, ?)',
  deleteText: 'DELETE FROM text WHERE hash = ?',
  insertCheckpoint: 'INSERT INTO checkpoint (number, size, note) VALUES (?, ?, ?)',
} as const;
