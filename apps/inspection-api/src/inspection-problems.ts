import { problemKinds } from '@bali/http';

/** The problems that only the inspection API has. */
export const INSPECTION_PROBLEMS = problemKinds({
  'no-checkpoint': {
    status: 409,
    title: 'No checkpoint was signed yet',
    meaning:
      'The answer has to refer to a signed checkpoint, and no checkpoint of this ledger, or of that many events, was signed yet.',
  },
  'package-not-ready': {
    status: 409,
    title: 'The package is not ready',
    meaning:
      'The package is still being made, or it was cancelled or interrupted, or it could not be made. `GET` of the package says which.',
  },
});
