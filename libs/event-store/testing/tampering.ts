import { ConnectionString } from '@bali/event-store';
import type { FreeText, Ledger } from '@bali/ledger';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { Buffer } from 'node:buffer';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** What a person does to the texts beside a ledger who can write to the disk or to the cluster, and asks no program of ours. */
export interface TamperingWithTexts {
  /** Puts something else in the place of a text. */
  alter(text: FreeText, to: Partial<Pick<FreeText, 'salt' | 'text'>>): Promise<void>;
  /** Takes a text away. */
  lose(text: Pick<FreeText, 'hash'>): Promise<void>;
}

/**
 * Runs SQL on a SQLite file without its triggers, and puts those back: what a person does who can write the file and knows our
 * schema, and has no key. Processes may have the file open.
 */
export function tamperWithFile(path: string, sql: string): void {
  using database = new DatabaseSync(path, { timeout: 5_000 });
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${String(name)}"`);
  database.exec(sql);
  for (const trigger of triggers) database.exec(String(trigger['sql']));
}

/** Deletes the newest commit of a ledger with its head, as if it had never been: for {@link tamperWithFile}. */
export const DELETE_NEWEST_COMMIT = `
  DELETE FROM head WHERE number = (SELECT max(number) FROM head);
  DELETE FROM event WHERE position >= coalesce((SELECT size FROM head ORDER BY number DESC LIMIT 1), 0)`;

/** Writes into a table of a ledger's file, whether or not processes have it open: its triggers are dropped and made again. */
function tamperWith(path: string, table: string, sql: string, ...parameters: readonly SQLInputValue[]): void {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    const named = "FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?";
    const triggers = database.prepare(`SELECT name, sql ${named}`).all(table);
    database.exec('BEGIN IMMEDIATE');
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
    const { changes } = database.prepare(sql).run(...parameters);
    for (const trigger of triggers) database.exec(String(trigger['sql']));
    database.exec('COMMIT');
    if (changes === 0) throw new Error('nothing was altered');
  } finally {
    database.close();
  }
}

/** Puts one text in the place of another in the bytes of an event, and leaves the ledger's tree and its heads as they are. */
export function alterEventInFile(path: string, position: number, from: string, to: string): void {
  const sql = `UPDATE event SET leaf = CAST(replace(CAST(leaf AS TEXT), ?1, ?2) AS BLOB)
    WHERE position = ?3 AND instr(CAST(leaf AS TEXT), ?1) > 0`;
  tamperWith(path, 'event', sql, from, to, position);
}

/** On the file of a ledger. */
export function tamperingInFile(path: string): TamperingWithTexts {
  const tamper = (sql: string, ...parameters: readonly SQLInputValue[]): Promise<void> => {
    tamperWith(path, 'text', sql, ...parameters);
    return Promise.resolve();
  };
  return {
    alter: ({ hash, salt, text }, to) =>
      tamper('UPDATE text SET salt = ?, text = ? WHERE hash = ?', to.salt ?? salt, Buffer.from(to.text ?? text), hash),
    lose: ({ hash }) => tamper('DELETE FROM text WHERE hash = ?', hash),
  };
}

/** With a client of its own, as a user of the cluster who may delete a stream and write to it. */
export function tamperingInCluster(connectionString: string, ledger: Ledger): TamperingWithTexts {
  const connection = ConnectionString.parse(connectionString);
  if (connection === undefined) throw new Error('this is no connection string');
  const { credentials } = connection;
  const streamOf = (hash: string): string => `${connection.prefix}.${ledger}.text-${hash}`;
  // Loading the client takes long, and most tests that come through this door need none.
  const using = async (work: (client: EventStoreDBClient) => Promise<unknown>): Promise<void> => {
    const { EventStoreDBClient } = await import('@eventstore/db-client');
    const client = EventStoreDBClient.connectionString(connection.address);
    await work(client).finally(() => client.dispose());
  };
  return {
    alter: ({ hash, salt, text }, to) =>
      using(async (client) => {
        await client.deleteStream(streamOf(hash), { credentials });
        const { jsonEvent } = await import('@eventstore/db-client');
        const event = jsonEvent({ type: 'FreeText', data: { salt, text, ...to } });
        await client.appendToStream(streamOf(hash), event, { credentials });
      }),
    lose: ({ hash }) => using((client) => client.deleteStream(streamOf(hash), { credentials })),
  };
}
