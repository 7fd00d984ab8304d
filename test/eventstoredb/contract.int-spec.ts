import { describeEventStore } from '../../libs/event-store/testing/contract/index.js';
import { clusterUnderTest } from '../../libs/event-store/testing/contract/store-under-test.js';
import { describeOnRealServer } from './real-server.js';

describeOnRealServer('the contract of every event store', (connectionString) => {
  describeEventStore(
    'EventStoreDB',
    clusterUnderTest(() => connectionString),
  );
});
