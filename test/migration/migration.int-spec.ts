import { afterAll, beforeAll } from '@jest/globals';
import { eventStoreDbUnderTest } from '../../libs/event-store/testing/contract/eventstoredb-under-test.js';
import { sqliteUnderTest } from '../../libs/event-store/testing/contract/sqlite-under-test.js';
import { EventStoreStandIn } from '../eventstoredb-stand-in/stand-in.js';
import { describeMigration } from './migration-tests.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

const cluster = eventStoreDbUnderTest(() => standIn.connectionString);

describeMigration('from SQLite to SQLite', sqliteUnderTest, sqliteUnderTest);
describeMigration('from SQLite to EventStoreDB (a stand-in)', sqliteUnderTest, cluster);
describeMigration('from EventStoreDB (a stand-in) to SQLite', cluster, sqliteUnderTest);
