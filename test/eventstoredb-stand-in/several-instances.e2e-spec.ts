import { afterAll, beforeAll } from '@jest/globals';
import { describeSeveralInstances } from '../eventstoredb/several-instances.js';
import { EventStoreStandIn } from './stand-in.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

describeSeveralInstances('a stand-in', () => standIn.connectionString);
