import { describeEventStore } from '../../testing/contract/index.js';
import { storeUnderTest } from '../../testing/contract/store-under-test.js';

describeEventStore(
  'SqliteEventStore',
  storeUnderTest(() => 'sqlite:'),
);
