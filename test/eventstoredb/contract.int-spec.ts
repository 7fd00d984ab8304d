import { clusterUnderTest, describeEventStore } from '@bali/event-store/testing/contract';
import { describeOnRealServer } from './real-server.js';

describeOnRealServer('the contract of every event store', (connectionString) => {
  describeEventStore(
    'EventStoreDB',
    clusterUnderTest(() => connectionString),
  );
});
