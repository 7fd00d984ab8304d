import { describeAppending } from './append.contract.js';
import { describeCheckpoints } from './checkpoints.contract.js';
import { describeConcurrency } from './concurrency.contract.js';
import { describeFollowing } from './follow.contract.js';
import { describeReading } from './read.contract.js';
import type { StoreFactory } from './store-under-test.js';
import { describeTexts } from './texts.contract.js';
import { describeTime } from './time.contract.js';

export { collect, plain, refusalOf } from './collect.js';
export { clusterUnderTest, sqliteUnderTest, type StoreFactory } from './store-under-test.js';

/** The contract that every adapter keeps. An adapter that keeps it can take the place of another. */
export function describeEventStore(name: string, factory: StoreFactory): void {
  describeAppending(name, factory);
  describeReading(name, factory);
  describeFollowing(name, factory);
  describeTexts(name, factory);
  describeTime(name, factory);
  describeCheckpoints(name, factory);
  describeConcurrency(name, factory);
}
