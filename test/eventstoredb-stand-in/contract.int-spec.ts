import { afterAll, beforeAll } from '@jest/globals';
import { describeEventStore } from '../../libs/event-store/testing/contract/index.js';
import { eventStoreDbUnderTest } from '../../libs/event-store/testing/contract/eventstoredb-under-test.js';
import { EventStoreStandIn } from './stand-in.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

describeEventStore(
  'EventStoreDB (a stand-in)',
  eventStoreDbUnderTest(() => standIn.connectionString),
);
