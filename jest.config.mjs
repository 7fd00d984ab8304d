/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  // The cost of a test is in its name: pure, with a file or a database, with a running application.
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json', diagnostics: false }] },
  moduleNameMapper: {
    '^@bali/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@bali/([^/]+)/testing$': '<rootDir>/libs/$1/testing/index.ts',
    '^@bali-app/([^/]+)$': '<rootDir>/apps/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  reporters: ['default', '<rootDir>/tools/traceability-reporter.mjs'],
  maxWorkers: 2,
  testTimeout: 60_000,
  // A worker that has nothing open needs more than the half second it is given by default to end, on a busy machine.
  workerGracefulExitTimeout: 15_000,
};
