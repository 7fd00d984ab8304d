/**
 * How long the longest suites take, in seconds, as measured on 2 cores. Only their order counts. A suite that is not here takes
 * as long as its kind usually does, so nothing has to be added for a new one; a name that no suite has any more is told, no more.
 */
export const DURATIONS = {
  'mutants.e2e-spec.ts': 72,
  'non-interference.e2e-spec.ts': 50,
  'play-demo.e2e-spec.ts': 31,
  'several-processes.e2e-spec.ts': 25,
};

/** The cost of a suite is in its name. */
export const USUALLY = { '.e2e-spec.ts': 2.5, '.int-spec.ts': 1.5, '.spec.ts': 0.5 };
