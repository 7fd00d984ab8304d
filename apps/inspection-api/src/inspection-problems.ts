import { problemKinds } from '@bali/http';

/** The problems of the inspection API's own. */
export const INSPECTION_PROBLEMS = problemKinds({
  'no-checkpoint': {
    status: 409,
    title: 'No checkpoint was signed yet',
    meaning:
      'What is asked for is held to a signed checkpoint, and there is none of this ledger, or of this size of it, yet.',
  },
  'package-not-ready': {
    status: 409,
    title: 'The package is not ready',
    meaning:
      'It is still being made, or was cancelled or interrupted, or could not be made: `GET` of the package says which.',
  },
  'beyond-the-end': {
    status: 404,
    title: 'There is no such event',
    meaning: 'The ledger ends before the event, the tree size or the tile that is asked for.',
  },
});
