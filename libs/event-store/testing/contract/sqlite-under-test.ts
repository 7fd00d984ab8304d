import type { EventStore } from '@bali/event-store';
import { join } from 'node:path';
import { temporaryDirectory } from '../temporary-store.js';
import { openDescribed, type StoreDescription, type StoreUnderTest } from './store-under-test.js';

export function sqliteUnderTest(): StoreUnderTest {
  const directory = temporaryDirectory();
  const path = join(directory.path, 'trial.db');
  const description: StoreDescription = {
    kind: 'sqlite',
    path,
    trialId: 'NCT00904501',
    ledger: 'trial',
    pageEvents: 5,
  };
  const opened: EventStore[] = [];
  const open = () => {
    const store = openDescribed(description);
    opened.push(store);
    return store;
  };
  const dispose = async () => {
    await Promise.all(opened.map((store) => store.close()));
    directory[Symbol.dispose]();
  };
  return { description, open, [Symbol.asyncDispose]: dispose };
}
