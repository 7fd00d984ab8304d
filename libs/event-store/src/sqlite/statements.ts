const COLUMNS = 'position, stream, revision, id, type, leaf';

/** Every statement that runs again and again. Each is answered from an index: a test holds their query plans. */
export const STATEMENTS = {
  lastPosition: 'SELECT max(position) AS last FROM event',
  lastEvent: 'SELECT position, leaf FROM event ORDER BY position DESC LIMIT 1',
  lastRevision: 'SELECT max(revision) AS last FROM event WHERE stream = ?',
  event: `SELECT ${COLUMNS} FROM event WHERE id = ?`,
  page: `SELECT ${COLUMNS} FROM event WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?`,
  stream: `SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision`,
  text: 'SELECT salt, text FROM text WHERE hash = ?',
  texts: 'SELECT hash, salt, text FROM text WHERE hash > ? ORDER BY hash LIMIT ?',
  lastCheckpoint: 'SELECT number, size, note FROM checkpoint WHERE number >= 0 ORDER BY number DESC LIMIT 1',
  checkpoint: 'SELECT 1 FROM checkpoint WHERE size = ? AND note = ?',
  // Sizes never decrease, so the first of a size by number is the first of that size or more.
  firstCheckpoint: 'SELECT number FROM checkpoint WHERE size >= ? ORDER BY size, number LIMIT 1',
  checkpoints: 'SELECT number, size, note FROM checkpoint WHERE number >= ? ORDER BY number LIMIT ?',
  insertEvent: `INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
  insertText: 'INSERT INTO text (hash, salt, text) VALUES (?, ?, ?)',
  insertCheckpoint: 'INSERT INTO checkpoint (number, size, note) VALUES (?, ?, ?)',
} as const;
