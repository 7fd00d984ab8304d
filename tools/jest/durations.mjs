/**
 * How long the longest suites take, in seconds, as measured on 2 cores. Only their order counts. A suite that is not here takes
 * as long as its kind usually does, so nothing has to be added for a new one; a name that no suite has any more is told, no more.
 */
export const DURATIONS = {
  'pages-in-a-browser.e2e-spec.ts': 60,
  'mutants.e2e-spec.ts': 40,
  'non-interference.e2e-spec.ts': 40,
  'play-demo.e2e-spec.ts': 30,
  'several-processes.e2e-spec.ts': 20,
  'demo.e2e-spec.ts': 15,
  'demo-crash.e2e-spec.ts': 13,
  'cut-release.e2e-spec.ts': 12,
  'killed-instances.e2e-spec.ts': 12,
  'contract.int-spec.ts': 12,
  'inspection.e2e-spec.ts': 8,
  'shutdown.e2e-spec.ts': 7,
  'start.e2e-spec.ts': 7,
  'several-instances.e2e-spec.ts': 7,
  'certified-copy.int-spec.ts': 7,
  'package.int-spec.ts': 6,
  'serve.e2e-spec.ts': 6,
  'mutations.int-spec.ts': 6,
  'passkey-signatures.spec.ts': 5,
  'sqlite-event-store.int-spec.ts': 5,
  'apis.e2e-spec.ts': 5,
  'back-up-under-load.e2e-spec.ts': 5,
  'cell-therapy.e2e-spec.ts': 5,
  'bad-input.e2e-spec.ts': 5,
  'keys.e2e-spec.ts': 5,
};

/** The cost of a suite is in its name. */
export const USUALLY = { '.e2e-spec.ts': 2.5, '.int-spec.ts': 1.5, '.spec.ts': 0.5 };
