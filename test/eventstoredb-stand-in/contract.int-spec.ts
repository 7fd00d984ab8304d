import { afterAll, beforeAll } from '@jest/globals';
import { clusterUnderTest, describeEventStore } from '@bali/event-store/testing/contract';
import { EventStoreStandIn } from './stand-in.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

describeEventStore(
  'EventStoreDB (a stand-in)',
  clusterUnderTest(() => standIn.connectionString),
);
