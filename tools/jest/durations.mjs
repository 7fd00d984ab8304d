/**
 * How long the longest suites take, in seconds of processor time, with that of the processes that they start. Only their order
 * counts. A suite that is not here takes as long as its kind usually does, so nothing has to be added for a new one; a name that
 * no suite has any more is told, no more.
 */
export const DURATIONS = {
  'non-interference.e2e-spec.ts': 54,
  'mutants.e2e-spec.ts': 45,
  'several-processes.e2e-spec.ts': 38,
  'play-demo.e2e-spec.ts': 35,
  'pages-in-a-browser.e2e-spec.ts': 35,
  'demo-crash.e2e-spec.ts': 22,
  'contract.int-spec.ts': 17,
  'inspection.e2e-spec.ts': 16,
  'killed-instances.e2e-spec.ts': 16,
  'cut-release.e2e-spec.ts': 15,
  'serve.e2e-spec.ts': 14,
  'demo.e2e-spec.ts': 12,
  'mutations.int-spec.ts': 12,
  'several-instances.e2e-spec.ts': 10,
  'back-up-under-load.e2e-spec.ts': 10,
  'cell-therapy.e2e-spec.ts': 10,
  'keys.e2e-spec.ts': 9,
  'permissions.e2e-spec.ts': 8,
  'certified-copy.int-spec.ts': 8,
  'shutdown.e2e-spec.ts': 8,
  'command-line.e2e-spec.ts': 7,
  'apis.e2e-spec.ts': 6,
  'passkey-signatures.spec.ts': 6,
  'access.e2e-spec.ts': 6,
  'certified-copies.e2e-spec.ts': 5,
  'live-feed.e2e-spec.ts': 5,
  'start.e2e-spec.ts': 5,
  'transfer.e2e-spec.ts': 5,
  'two-ledgers.e2e-spec.ts': 5,
  'sqlite-event-store.int-spec.ts': 5,
  'randomization.e2e-spec.ts': 5,
  'work-of-the-unit.e2e-spec.ts': 5,
  'open-api.e2e-spec.ts': 5,
  'check.e2e-spec.ts': 4,
  'package.int-spec.ts': 4,
  'bad-input.e2e-spec.ts': 4,
  'cohort.spec.ts': 4,
  'heads.int-spec.ts': 4,
  'stall-watch.int-spec.ts': 4,
  'feed.e2e-spec.ts': 4,
};

/** The cost of a suite is in its name. */
export const USUALLY = { '.e2e-spec.ts': 2.5, '.int-spec.ts': 1.5, '.spec.ts': 0.5 };
