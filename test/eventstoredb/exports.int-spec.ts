import { openSqliteEventStore } from '@bali/event-store';
import { temporaryDirectory, testHeads } from '@bali/event-store/testing';
import { TRIAL } from '@bali/protocol';
import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Installations } from '../eventstoredb-stand-in/open-against.js';
import { digestsFrom, fillWithStudy } from '../exports/exported-from.js';
import { describeOnRealServer } from './real-server.js';

describeOnRealServer('exports', (connectionString) => {
  it('of one position are the same to the byte as those from SQLite', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'trial.db');
    const sqlite = openSqliteEventStore({ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path) });
    await using installations = new Installations(`exports-${randomUUID()}`);
    const cluster = installations.store({ connectionString }, { patienceMs: 30_000 });
    await fillWithStudy(sqlite);
    await fillWithStudy(cluster);
    const fromSqlite = await digestsFrom(sqlite, join(directory.path, 'sqlite'));
    expect(await digestsFrom(cluster, join(directory.path, 'cluster'))).toEqual(fromSqlite);
    await sqlite.close();
  });
});
