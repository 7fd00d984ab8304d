// Changes the rules one by one and asks whether a test notices: `npm run test:mutation`, or with BALI_ROOMS="trial" of one room,
// or with `-- --mutate libs/trial/src/refusal.ts` of one file. It takes long, so it is no part of `npm test`.
const ROOMS = (process.env.BALI_ROOMS ?? 'trial blinding access ledger').split(/[ ,]+/);

export default {
  mutate: ROOMS.flatMap((room) => [`libs/${room}/src/**/*.ts`, `!libs/${room}/src/**/*.*spec.ts`]),
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.mjs',
    config: {
      // Only what is pure, and so quick.
      roots: ROOMS.map((room) => `<rootDir>/libs/${room}`),
      testMatch: ['**/*.spec.ts'],
      // Each run loads everything anew, since it is another mutant.
      testRunner: 'jest-circus/runner',
      testEnvironment: 'node',
      transform: { '^.+\\.ts$': '<rootDir>/tools/jest/transform.mjs' },
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignorePatterns: ['/apps', '/data', '/deploy', '/dist', '/docs', '/test'],
  tempDirName: 'dist/mutation/tried',
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false },
  htmlReporter: { fileName: 'dist/mutation/report.html' },
  jsonReporter: { fileName: 'dist/mutation/report.json' },
};
