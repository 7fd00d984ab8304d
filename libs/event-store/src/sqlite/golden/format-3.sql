CREATE INDEX checkpoint_by_size ON checkpoint (size);
CREATE TABLE checkpoint (
  number INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  note TEXT NOT NULL
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
CREATE TABLE head (
  number INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  key TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
CREATE TABLE installation (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id TEXT NOT NULL
) STRICT;
CREATE TABLE ledger (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  trial_id TEXT NOT NULL,
  ledger TEXT NOT NULL
) STRICT;
CREATE TABLE text (
  number INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  salt TEXT NOT NULL,
  text BLOB NOT NULL
) STRICT;
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
CREATE TRIGGER installation_is_named_once BEFORE INSERT ON installation WHEN EXISTS (SELECT 1 FROM installation)
BEGIN SELECT RAISE(ABORT, 'an installation is named once'); END;
CREATE TRIGGER installation_is_never_renamed BEFORE UPDATE ON installation
BEGIN SELECT RAISE(ABORT, 'an installation is named once'); END;
CREATE TRIGGER installation_is_never_unnamed BEFORE DELETE ON installation
BEGIN SELECT RAISE(ABORT, 'an installation is named once'); END;
CREATE TRIGGER ledger_is_named_once BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)
BEGIN SELECT RAISE(ABORT, 'a ledger is named once'); END;
CREATE TRIGGER ledger_is_never_renamed BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is named once'); END;
CREATE TRIGGER ledger_is_never_unnamed BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is named once'); END;
CREATE TRIGGER text_is_never_changed BEFORE UPDATE ON text
BEGIN SELECT RAISE(ABORT, 'a text is erased, never changed'); END;
CREATE TRIGGER text_is_written_once BEFORE INSERT ON text
WHEN EXISTS (SELECT 1 FROM text WHERE hash = NEW.hash OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a text is written once'); END;
