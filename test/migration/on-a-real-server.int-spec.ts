import { clusterUnderTest, sqliteUnderTest } from '@bali/event-store/testing/contract';
import { describeOnRealServer } from '../eventstoredb/real-server.js';
import { describeMigration } from './migration-tests.js';

describeOnRealServer('migration', (connectionString) => {
  const cluster = clusterUnderTest(() => connectionString);
  describeMigration('from SQLite to EventStoreDB', sqliteUnderTest, cluster);
  describeMigration('from EventStoreDB to SQLite', cluster, sqliteUnderTest);
});
