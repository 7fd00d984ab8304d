import { afterAll, beforeAll } from '@jest/globals';
import { describeEventStore } from '../../libs/event-store/testing/contract/index.js';
import { clusterUnderTest } from '../../libs/event-store/testing/contract/store-under-test.js';
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
