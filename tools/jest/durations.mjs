/**
 * How long the longest suites take, in seconds of processor time, with that of the processes that they start. Only their order
 * counts. A suite that is not here takes as long as its kind usually does, so nothing has to be added for a new one; a name that
 * no suite has any more is told, no more.
 */
export const DURATIONS = {
  'non-interference.e2e-spec.ts': 100,
  'leaks.e2e-spec.ts': 25,
  'play-demo.e2e-spec.ts': 45,
  'pages-in-a-browser.e2e-spec.ts': 35,
  'demo-crash.e2e-spec.ts': 25,
  'several-processes.e2e-spec.ts': 22,
  'killed-instances.e2e-spec.ts': 20,
  'contract.int-spec.ts': 19,
  'serve.e2e-spec.ts': 13,
  'situations.e2e-spec.ts': 13,
  'cut-release.e2e-spec.ts': 13,
  'inspection.e2e-spec.ts': 12,
  'tasks-in-a-browser.e2e-spec.ts': 10,
  'demo.e2e-spec.ts': 10,
  'several-instances.e2e-spec.ts': 8,
  'mutations.int-spec.ts': 7,
  'npm-signals.e2e-spec.ts': 6,
  'back-up-under-load.e2e-spec.ts': 6,
  'damaged-files.e2e-spec.ts': 5,
  'back-up.int-spec.ts': 5,
  'certified-copy.int-spec.ts': 5,
  'cell-therapy.e2e-spec.ts': 5,
  'permissions.e2e-spec.ts': 5,
  'acceptance.int-spec.ts': 4,
  'passkey-signatures.spec.ts': 4,
  'treatment.e2e-spec.ts': 4,
  'shutdown.e2e-spec.ts': 4,
  'noticed.e2e-spec.ts': 4,
  'apis.e2e-spec.ts': 4,
  'published-schemas.int-spec.ts': 4,
  'sqlite-event-store.int-spec.ts': 3,
  'heads.int-spec.ts': 3,
  'lost-parts.int-spec.ts': 3,
  'keys.e2e-spec.ts': 3,
  'start.e2e-spec.ts': 3,
  'cohort.spec.ts': 3,
  'full-disk.e2e-spec.ts': 3,
  'randomization.e2e-spec.ts': 3,
  'certified-copies.e2e-spec.ts': 3,
  'open-api.e2e-spec.ts': 3,
};

/** The cost of a suite is in its name. */
export const USUALLY = { '.e2e-spec.ts': 1.5, '.int-spec.ts': 0.7, '.spec.ts': 0.2 };
