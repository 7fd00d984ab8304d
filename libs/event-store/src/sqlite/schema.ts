import { DatabaseSync } from 'node:sqlite';

/** Marks a file as ours (`PRAGMA application_id`): "BALI" in ASCII. */
export const APPLICATION_ID = 0x42414c49;

/** The version of the file's format (`PRAGMA user_version`). A later one is refused, never guessed at. */
export const FORMAT_VERSION = 3;

/**
 * What a ledger's file consists of, up to format 1. The triggers hold for every connection, also for a plain `sqlite3` on the
 * file, and for `INSERT OR REPLACE`, which fires no delete trigger: an event whose place or id is taken is refused first.
 */
export const SCHEMA_OF_FORMAT_1 = `
CREATE TABLE ledger (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  trial_id TEXT NOT NULL,
  ledger TEXT NOT NULL
) STRICT;

CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) BETWEEN 1 AND 65535),
  UNIQUE (stream, revision)
) STRICT;

CREATE TABLE text (
  number INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  salt TEXT NOT NULL,
  text BLOB NOT NULL
) STRICT;

CREATE TRIGGER ledger_is_named_once BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)
BEGIN SELECT RAISE(ABORT, 'a ledger is named once'); END;
CREATE TRIGGER ledger_is_never_renamed BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is named once'); END;
CREATE TRIGGER ledger_is_never_unnamed BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is named once'); END;

CREATE TRIGGER event_is_appended BEFORE INSERT ON event
BEGIN
  SELECT RAISE(ABORT, 'an event is appended at the next position')
   WHERE NEW.position IS NOT (SELECT coalesce(max(position) + 1, 0) FROM event);
  SELECT RAISE(ABORT, 'an event is appended at the next revision of its stream')
   WHERE NEW.revision IS NOT (SELECT coalesce(max(revision) + 1, 0) FROM event WHERE stream = NEW.stream);
  SELECT RAISE(ABORT, 'an event is appended once')
   WHERE EXISTS (SELECT 1 FROM event WHERE id = NEW.id);
END;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

CREATE TRIGGER text_is_written_once BEFORE INSERT ON text
WHEN EXISTS (SELECT 1 FROM text WHERE hash = NEW.hash OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a text is written once'); END;
CREATE TRIGGER text_is_never_changed BEFORE UPDATE ON text
BEGIN SELECT RAISE(ABORT, 'a text is erased, never changed'); END;
`;

/** What format 2 added: the signed checkpoints, in the order in which they were kept. */
export const ADDED_BY_FORMAT_2 = `
CREATE TABLE checkpoint (
  number INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  note TEXT NOT NULL
) STRICT;
CREATE INDEX checkpoint_by_size ON checkpoint (size);

CREATE TRIGGER checkpoint_is_appended BEFORE INSERT ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint is kept after all others')
   WHERE NEW.number IS NOT (SELECT coalesce(max(number) + 1, 0) FROM checkpoint);
  SELECT RAISE(ABORT, 'a checkpoint is never of a smaller tree than the one before')
   WHERE NEW.size < (SELECT max(size) FROM checkpoint);
END;
CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
`;

/** What format 3 added: whose ledger it is, and the heads: which events it had after each commit. */
export const ADDED_BY_FORMAT_3 = `
CREATE TABLE installation (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id TEXT NOT NULL
) STRICT;
CREATE TRIGGER installation_is_named_once BEFORE INSERT ON installation WHEN EXISTS (SELECT 1 FROM installation)
BEGIN SELECT RAISE(ABORT, 'an installation is named once'); END;
CREATE TRIGGER installation_is_never_renamed BEFORE UPDATE ON installation
BEGIN SELECT RAISE(ABORT, 'an installation is named once'); END;
CREATE TRIGGER installation_is_never_unnamed BEFORE DELETE ON installation
BEGIN SELECT RAISE(ABORT, 'an installation is named once'); END;

CREATE TABLE head (
  number INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  key TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
CREATE TRIGGER head_is_appended BEFORE INSERT ON head
BEGIN
  SELECT RAISE(ABORT, 'a head is numbered after all others')
   WHERE NEW.number <= (SELECT max(number) FROM head);
  SELECT RAISE(ABORT, 'a head is of the ledger as it is')
   WHERE NEW.size IS NOT (SELECT coalesce(max(position) + 1, 0) FROM event);
END;
CREATE TRIGGER head_is_never_changed BEFORE UPDATE ON head
BEGIN SELECT RAISE(ABORT, 'a head is never changed'); END;
CREATE TRIGGER head_is_never_deleted BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a head is never deleted'); END;
`;

export const SCHEMA_OF_FORMAT_2 = SCHEMA_OF_FORMAT_1 + ADDED_BY_FORMAT_2;
export const SCHEMA = SCHEMA_OF_FORMAT_2 + ADDED_BY_FORMAT_3;

/** Every table, index and trigger of a file as it was created, one text. */
export function schemaOf(database: DatabaseSync): string {
  const objects = database
    .prepare(String.raw`SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY type, name`)
    .all();
  return objects.map((object) => `${String(object['sql'])};\n`).join('');
}

/** What {@link schemaOf} returns for a file whose tables and triggers nobody has changed. */
export function expectedSchema(schema = SCHEMA): string {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(schema);
    return schemaOf(database);
  } finally {
    database.close();
  }
}

const SCHEMAS: Readonly<Record<number, string>> = {
  1: SCHEMA_OF_FORMAT_1,
  2: SCHEMA_OF_FORMAT_2,
  [FORMAT_VERSION]: SCHEMA,
};

/** The same for a file of a format; `undefined` for a format that this software does not know. */
export function expectedSchemaOf(format: number): string | undefined {
  const schema = SCHEMAS[format];
  return schema === undefined ? undefined : expectedSchema(schema);
}
