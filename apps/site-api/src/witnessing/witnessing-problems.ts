import { problemKinds } from '@bali/http';

/** What can be wrong when a witness comes by itself. */
export const WITNESSING_PROBLEMS = problemKinds({
  'no-witnesses': {
    status: 404,
    title: 'This installation has no witnesses',
    meaning: 'No policy names witnesses of the trial ledger here: its operator sets `BALI_WITNESS_POLICY`.',
  },
  'nothing-signed-yet': {
    status: 404,
    title: 'No checkpoint is signed yet',
    meaning: 'The trial ledger has no checkpoint that could be cosigned. Ask again in a minute.',
  },
  'witness-has-seen-more': {
    status: 409,
    title: 'The witness has seen more events than there are',
    meaning:
      'The trial ledger has fewer events than this witness has cosigned: it was cut, or restored from an older copy. Keep what the ' +
      'witness has, and tell the sponsor and the sites. The operator finds it in the log as well.',
  },
  'checkpoint-superseded': {
    status: 409,
    title: 'A newer checkpoint was signed meanwhile',
    meaning: 'Fetch the newest checkpoint again, cosign that, and send it at once.',
  },
  'cosignature-not-taken': {
    status: 422,
    title: 'This is no cosignature of a witness of the policy',
    meaning:
      'The checkpoint is of another log, is not one that a witness of the policy has cosigned, or a cosignature under it is wrong. ' +
      'Nothing was kept. `detail` says which.',
  },
});
