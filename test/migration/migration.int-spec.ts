import { afterAll, beforeAll } from '@jest/globals';
import { clusterUnderTest, sqliteUnderTest } from '@bali/event-store/testing/contract';
import { EventStoreStandIn } from '../eventstoredb-stand-in/stand-in.js';
import { describeMigration } from './migration-tests.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

const cluster = clusterUnderTest(() => standIn.connectionString);

describeMigration('from SQLite to SQLite', sqliteUnderTest, sqliteUnderTest);
describeMigration('from SQLite to EventStoreDB (a stand-in)', sqliteUnderTest, cluster);
describeMigration('from EventStoreDB (a stand-in) to SQLite', cluster, sqliteUnderTest);
