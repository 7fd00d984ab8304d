import { describe } from '@jest/globals';
import { onlyWith } from '@bali/event-store/testing';

const connectionString = process.env['BALI_TEST_ESDB'] ?? '';
const REAL_SERVER = {
  what: 'there is no EventStoreDB: BALI_TEST_ESDB names none (a connection string)',
  isHere: connectionString !== '',
};

/** Tests that need a real server, since nothing that stands in for one can show what these show. */
export function describeOnRealServer(name: string, tests: (connectionString: string) => void): void {
  onlyWith(describe, REAL_SERVER)(`${name}, on a real server`, () => tests(connectionString));
}
