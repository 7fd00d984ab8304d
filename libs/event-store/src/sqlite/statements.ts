const COLUMNS = 'position, stream, revision, id, type, leaf';

/** Every statement that runs again and again. Each is answered from an index: a test holds their query plans. */
export const STATEMENTS = {
  lastPosition: 'SELECT max(position) AS last FROM event',
  lastRevision: 'SELECT max(revision) AS last FROM event WHERE stream = ?',
  event: `SELECT ${COLUMNS} FROM event WHERE id = ?`,
  page: `SELECT ${COLUMNS} FROM event WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?`,
  stream: `SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision`,
  text: 'SELECT salt, text FROM text WHERE hash = ?',
  texts: 'SELECT hash, salt, text FROM text WHERE hash > ? ORDER BY hash LIMIT ?',
  insertEvent: `INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
  insertText: 'INSERT INTO text (hash, salt, text) VALUES (?, ?, ?)',
} as const;
