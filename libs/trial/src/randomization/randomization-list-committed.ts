import { digest, listed, record, stratumCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { listNotCommitted } from './list-conditions.js';

/** It stands in the trial ledger before the first patient, so that nothing can be chosen afterwards. */
export const RandomizationListCommitted = defineTrialEvent('RandomizationListCommitted', {
  schemaVersion: 1,
  about: 'the cell therapy unit committed itself to a randomization list',
  data: {
    commitment: digest('root (RFC 6962) over the commitments of the slots'),
    strata: Type.Array(record({ stratum: stratumCode, slots: whole('how many slots it has', 1, 1_000_000) }), {
      description: 'the parts of the list, in the order of their codes',
      minItems: 1,
      maxItems: 100,
    }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [listNotCommitted],
  rules: [],
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: ['/commitment', '/strata'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CommitRandomizationList', action: 'draw-randomization-list' },
  sentence: ({ commitment, strata }) =>
    `the cell therapy unit committed itself to a randomization list (${commitment}) of ${partsOf(strata)}`,
  sample: { commitment: 'c0117d1a'.repeat(8), strata: [{ stratum: 'ALL', slots: 160 }] },
});

function partsOf(strata: readonly { readonly stratum: string; readonly slots: number }[]): string {
  return listed(strata.map(({ stratum, slots }) => `${slots} slots for ${stratum}`));
}
