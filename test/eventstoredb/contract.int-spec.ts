import { describeEventStore } from '../../libs/event-store/testing/contract/index.js';
import { eventStoreDbUnderTest } from '../../libs/event-store/testing/contract/eventstoredb-under-test.js';
import { describeOnRealServer } from './real-server.js';

describeOnRealServer('the contract of every event store', (connectionString) => {
  describeEventStore(
    'EventStoreDB',
    eventStoreDbUnderTest(() => connectionString),
  );
});
