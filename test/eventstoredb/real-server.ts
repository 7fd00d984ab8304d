import { describe, it } from '@jest/globals';

/**
 * Tests that need a real server: the one that `BALI_TEST_ESDB` names (a connection string). Without it they are skipped,
 * and say so, since nothing that stands in for a server can show what these show.
 */
export function describeOnRealServer(name: string, tests: (connectionString: string) => void): void {
  const connectionString = process.env['BALI_TEST_ESDB'] ?? '';
  if (connectionString !== '') {
    describe(`${name}, on a real server`, () => {
      tests(connectionString);
    });
    return;
  }
  process.stderr.write(`SKIPPED: ${name}, on a real server: BALI_TEST_ESDB names none.\n`);
  // eslint-disable-next-line jest/no-disabled-tests -- loudly, and counted
  describe.skip(`${name}, on a real server (BALI_TEST_ESDB names none)`, () => {
    it.todo('needs one');
  });
}
