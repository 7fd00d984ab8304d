import { openTrial, startSiteApi } from '@bali-app/site-api/testing';
import { dataDirectory, openLedger, openLedgerToRead, storeLocationIn } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { migrateLedger } from '@bali/operations';
import { describe, expect, it } from '@jest/globals';
import { EventStoreStandIn } from './stand-in.js';

const NOW = '2011-02-14T10:00:00.000Z';

describe('an installation that has signed, and moves to a cluster with its own data directory', () => {
  it('[P11-10a] is copied, and goes on there; an empty cluster in place of it is refused', async () => {
    await using standIn = await EventStoreStandIn.start();
    await using files = await startSiteApi(NOW);
    await openTrial(files);
    await files.api.rhythm.tick();
    const signed = await files.api.resources.logs.trial.reader.latestCheckpoint();
    await files.stop();
    const store = storeLocationIn(standIn.connectionString);
    if (store === undefined) throw new Error('no good connection string');
    const moved = dataDirectory(files.directory.path, store);
    await expect(openLedger(moved, 'trial')).rejects.toThrow('is shorter than the checkpoint that was signed last');
    for (const ledger of LEDGERS) {
      const source = await openLedgerToRead(files.directory, ledger);
      const target = await openLedger(moved, ledger, {}, true);
      await migrateLedger({ source, target });
      await target.close();
      await source.close();
    }
    await using api = await startSiteApi(NOW, 'moved', () => moved);
    const { checks } = await api.read<{ checks: Record<string, string> }>('/health/ready', { as: null });
    expect(checks).toMatchObject({ 'ledgers-as-written': 'up', signing: 'up' });
    expect(await api.api.resources.logs.trial.signing.sign()).toMatchObject({ size: signed!.size });
    expect([...api.api.resources.logs.trial.signing.state.failures]).toEqual([]);
  });
});
