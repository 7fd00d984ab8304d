/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  // The cost of a test is in its name: pure, with a file or a database, with a running application.
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  // What a suite imports is loaded once in a worker, for all of its suites (docs/decisions/0067-loaded-once-for-all-suites.md).
  testRunner: '<rootDir>/tools/jest/framework.mjs',
  testEnvironment: '<rootDir>/tools/jest/environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  moduleNameMapper: {
    '^@bali/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@bali/([^/]+)/(portable|testing|testing/contract)$': '<rootDir>/libs/$1/$2/index.ts',
    '^@bali-app/([^/]+)$': '<rootDir>/apps/$1/src/index.ts',
    '^@bali-app/([^/]+)/testing$': '<rootDir>/apps/$1/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^fast-check$': '<rootDir>/tools/jest/fast-check.mjs',
  },
  globalSetup: '<rootDir>/tools/jest/set-up.mjs',
  globalTeardown: '<rootDir>/tools/jest/tear-down.mjs',
  testSequencer: '<rootDir>/tools/jest/sequencer.mjs',
  reporters: ['default', '<rootDir>/tools/traceability-reporter.mjs'],
  // One more than there are cores in the smallest machine that this is run on: a test that waits leaves its core to another.
  maxWorkers: 3,
  // No test measures time, so none may fail because a machine is slow or busy. This bound is only there to end a test that hangs:
  // it is some fifty times what the longest test takes on 2 quiet cores.
  testTimeout: 1_200_000,
  // A worker that has nothing open needs more than the half second it is given by default to end, on a busy machine.
  workerGracefulExitTimeout: 15_000,
};
