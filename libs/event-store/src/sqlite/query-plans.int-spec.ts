import { describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { SCHEMA } from './schema.js';
import { STATEMENTS } from './statements.js';

/** How SQLite answers a statement. */
function planOf(statement: string): readonly string[] {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(SCHEMA);
    return database
      .prepare(`EXPLAIN QUERY PLAN ${statement}`)
      .all()
      .map((step) => String(step['detail']));
  } finally {
    database.close();
  }
}

const BY_STREAM = 'sqlite_autoindex_event_2 (stream=?';

describe('the query plans', () => {
  it.each<[keyof typeof STATEMENTS, string]>([
    ['lastPosition', 'SEARCH event'],
    ['lastEvent', 'SCAN event'],
    ['lastRevision', `SEARCH event USING COVERING INDEX ${BY_STREAM})`],
    ['event', 'SEARCH event USING INDEX sqlite_autoindex_event_1 (id=?)'],
    ['page', 'SEARCH event USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
    ['stream', `SEARCH event USING INDEX ${BY_STREAM} AND revision>?)`],
    ['lastCheckpoint', 'SEARCH checkpoint USING INTEGER PRIMARY KEY (rowid>?)'],
    ['firstCheckpoint', 'SEARCH checkpoint USING COVERING INDEX checkpoint_by_size (size>?)'],
    ['checkpoints', 'SEARCH checkpoint USING INTEGER PRIMARY KEY (rowid>?)'],
    ['checkpoint', 'SEARCH checkpoint USING INDEX checkpoint_by_size (size=?)'],
    ['text', 'SEARCH text USING INDEX sqlite_autoindex_text_1 (hash=?)'],
    ['deleteText', 'SEARCH text USING INDEX sqlite_autoindex_text_1 (hash=?)'],
    ['texts', 'SEARCH text USING INDEX sqlite_autoindex_text_1 (hash>?)'],
  ])('answer %s from an index, without a scan and without sorting', (name, plan) => {
    expect(planOf(STATEMENTS[name])).toEqual([plan]);
  });
});
