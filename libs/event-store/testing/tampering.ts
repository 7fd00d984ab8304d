import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { ConnectionString } from '@bali/event-store';
import type { FreeText, Ledger } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { DatabaseSync } from 'node:sqlite';

/** What a person does to the texts beside a ledger who can write to the disk or to the cluster, and asks no program of ours. */
export interface TamperingWithTexts {
  /** Puts something else in the place of a text. */
  alter(text: FreeText, to: Partial<Pick<FreeText, 'salt' | 'text'>>): Promise<void>;
  /** Takes a text away. */
  lose(text: Pick<FreeText, 'hash'>): Promise<void>;
}

/** On the file of a ledger, whether or not processes have it open: its triggers are dropped and made again. */
export function tamperingInFile(path: string): TamperingWithTexts {
  const tamper = (sql: string, ...parameters: readonly (string | Buffer)[]): Promise<void> => {
    const database = new DatabaseSync(path, { timeout: 5_000 });
    try {
      const named = "FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'text'";
      const triggers = database.prepare(`SELECT name, sql ${named}`).all();
      database.exec('BEGIN IMMEDIATE');
      for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
      database.prepare(sql).run(...parameters);
      for (const trigger of triggers) database.exec(String(trigger['sql']));
      database.exec('COMMIT');
    } finally {
      database.close();
    }
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
  const using = async (work: (client: EventStoreDBClient) => Promise<unknown>): Promise<void> => {
    const client = EventStoreDBClient.connectionString(connection.address);
    await work(client).finally(() => client.dispose());
  };
  return {
    alter: ({ hash, salt, text }, to) =>
      using(async (client) => {
        await client.deleteStream(streamOf(hash), { credentials });
        const event = jsonEvent({ type: 'FreeText', data: { salt, text, ...to } });
        await client.appendToStream(streamOf(hash), event, { credentials });
      }),
    lose: ({ hash }) => using((client) => client.deleteStream(streamOf(hash), { credentials })),
  };
}
