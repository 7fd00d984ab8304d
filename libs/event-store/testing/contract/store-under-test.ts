import { type EventStore, type LedgerPlace, parseStore } from '@bali/event-store';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { tamperingInCluster, tamperingInFile, type TamperingWithTexts } from '../tampering.js';
import { temporaryDirectory } from '../temporary-store.js';
import { testHeads } from '../test-heads.js';
import { withPrefix } from '../with-prefix.js';

/** What a process needs to open the same store; JSON can hold it. */
export interface StoreDescription extends Omit<LedgerPlace, 'heads'> {
  /** What names the store to its driver. */
  readonly store: string;
}

export function openDescribed({ store, ...place }: StoreDescription): Promise<EventStore> {
  const location = parseStore(store);
  if (location === undefined) throw new Error('no driver reads what names the store under test');
  return location.open({ ...place, heads: testHeads(place.file) });
}

/** An empty store of a driver, for one test: however often it is opened, it is the same one. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly description: StoreDescription;
  /** Opens it (again). What was opened is closed when the store under test is disposed of. */
  open(): Promise<EventStore>;
  readonly tampering: TamperingWithTexts;
}

/** Makes an empty store. Its pages are small (a handful of events), so that a few events fill several. */
export type StoreFactory = () => StoreUnderTest;

/**
 * Empty stores of the driver that reads a text. Every second opening has a directory of its own for copies, as another
 * installation would have.
 * @param store asked again for each empty store: where all share a server, it names another one each time.
 */
export function storeUnderTest(store: () => string): StoreFactory {
  return () => {
    const directory = temporaryDirectory();
    const description: StoreDescription = {
      store: store(),
      file: join(directory.path, 'trial.db'),
      copies: directory.path,
      trialId: 'NCT00904501',
      ledger: 'trial',
      pageEvents: 5,
    };
    const opened: Promise<EventStore>[] = [];
    const open = () => {
      const own = opened.length % 2 === 0 ? [] : [`opening-${opened.length}`];
      const opening = openDescribed({ ...description, copies: join(directory.path, ...own) });
      opened.push(opening);
      return opening;
    };
    const dispose = async () => {
      for (const opening of await Promise.allSettled(opened))
        if (opening.status === 'fulfilled') await opening.value.close();
      directory[Symbol.dispose]();
    };
    const tampering =
      parseStore(description.store)?.driver.capabilities.keepsLedgersInDataDirectory === true
        ? tamperingInFile(description.file)
        : tamperingInCluster(description.store, description.ledger);
    return { description, open, tampering, [Symbol.asyncDispose]: dispose };
  };
}

/** Empty stores in files. */
export const sqliteUnderTest = storeUnderTest(() => 'sqlite:');

/** Empty stores in a cluster, of names that nobody else has. */
export function clusterUnderTest(connectionString: () => string): StoreFactory {
  return storeUnderTest(() => withPrefix(connectionString(), `test-${randomUUID()}`));
}
