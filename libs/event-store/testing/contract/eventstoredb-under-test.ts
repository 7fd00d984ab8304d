import type { EventStore } from '@bali/event-store';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-store.js';
import { withPrefix } from '../with-prefix.js';
import { openDescribed, type StoreDescription, type StoreFactory } from './store-under-test.js';

/** Ledgers of names that nobody else has, in a cluster. Every second opening has a directory, and so a copy, of its own. */
export function eventStoreDbUnderTest(connectionString: () => string): StoreFactory {
  return () => {
    const directory = temporaryDirectory();
    const description: StoreDescription = {
      kind: 'eventstoredb',
      connectionString: withPrefix(connectionString(), `test-${randomUUID()}`),
      directory: directory.path,
      trialId: 'NCT00904501',
      ledger: 'trial',
      pageEvents: 5,
    };
    const opened: EventStore[] = [];
    const open = () => {
      const own = opened.length % 2 === 0 ? [] : [`opening-${opened.length}`];
      const store = openDescribed({ ...description, directory: join(directory.path, ...own) });
      opened.push(store);
      return store;
    };
    const dispose = async () => {
      await Promise.all(opened.map((store) => store.close()));
      directory[Symbol.dispose]();
    };
    return { description, open, [Symbol.asyncDispose]: dispose };
  };
}
