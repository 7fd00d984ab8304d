import { afterAll, beforeAll } from '@jest/globals';
import { describeOtherHands } from '../eventstoredb/other-hands.js';
import { EventStoreStandIn } from './stand-in.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

describeOtherHands('a stand-in', () => standIn.connectionString);
