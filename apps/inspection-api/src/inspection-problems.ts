import { problemKinds } from '@bali/http';
import { REFUSAL_PROBLEMS } from '@bali/shared-routes';

/** The problems that the inspection API has beside those of every API. */
export const INSPECTION_PROBLEMS = {
  ...problemKinds({
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
    'arms-not-open': {
      status: 409,
      title: 'Arms are sealed at this position',
      meaning:
        'Arms are in an export for whoever may read them, as of an event by which the trial was unblinded. Otherwise they are ' +
        'masked for every subject alike: ask for the export with arms masked, or as of a later event.',
    },
    'export-not-ready': {
      status: 409,
      title: 'The export is not ready',
      meaning:
        'The export is still being made, or it was cancelled or interrupted, or it could not be made. `GET` of the export says which.',
    },
  }),
  ...refusalsOf('trial-not-unblinded'),
};

/** What the trial's rules refuse here as they do on the site API. */
function refusalsOf(...codes: readonly string[]) {
  return Object.fromEntries(Object.entries(REFUSAL_PROBLEMS).filter(([code]) => codes.includes(code)));
}
