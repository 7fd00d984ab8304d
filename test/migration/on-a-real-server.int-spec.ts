import { eventStoreDbUnderTest } from '../../libs/event-store/testing/contract/eventstoredb-under-test.js';
import { sqliteUnderTest } from '../../libs/event-store/testing/contract/sqlite-under-test.js';
import { describeOnRealServer } from '../eventstoredb/real-server.js';
import { describeMigration } from './migration-tests.js';

describeOnRealServer('migration', (connectionString) => {
  const cluster = eventStoreDbUnderTest(() => connectionString);
  describeMigration('from SQLite to EventStoreDB', sqliteUnderTest, cluster);
  describeMigration('from EventStoreDB to SQLite', cluster, sqliteUnderTest);
});
