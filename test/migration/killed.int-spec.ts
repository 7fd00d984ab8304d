import { openSqliteEventStore } from '@bali/event-store';
import { directoryOnDisk, testHeads } from '@bali/event-store/testing';
import { migrateLedger } from '@bali/operations';
import { killedMigration } from '@bali/operations/testing';
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { collect, plain } from '@bali/event-store/testing/contract';
import { fillLedger } from './fill-ledger.js';

const open = (path: string) =>
  openSqliteEventStore({ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path) });

describe('a migration that is killed again and again', () => {
  it('[EMA-610] ends as one that was never killed', async () => {
    using temporary = directoryOnDisk();
    const [from, to] = [join(temporary.path, 'from.db'), join(temporary.path, 'to.db')];
    const source = open(from);
    await fillLedger(source);
    const size = (await source.lastPosition()) + 1;
    const late = Math.floor((2 * size) / 3);
    for (const after of [1, Math.floor(size / 3), late]) expect(await killedMigration(from, to, after)).toBe('SIGKILL');
    const target = open(to);
    const { copied, treeSize } = await migrateLedger({ source, target });
    expect(treeSize).toBe(size);
    expect(copied).toBeGreaterThan(0);
    expect(copied).toBeLessThanOrEqual(size - late);
    expect(plain(await collect(target.read()))).toEqual(plain(await collect(source.read())));
    await source.close();
    await target.close();
  });
});
