import { afterAll, beforeAll } from '@jest/globals';
import { describeKilledInstances } from '../eventstoredb/killed-instances.js';
import { EventStoreStandIn } from './stand-in.js';

let standIn: EventStoreStandIn;

beforeAll(async () => {
  standIn = await EventStoreStandIn.start();
});
afterAll(() => standIn[Symbol.asyncDispose]());

describeKilledInstances('a stand-in', () => standIn.connectionString, {
  clients: 8,
  commandsEach: 6,
  isInspected: false,
});
