import { digest, formerStratumCode, listed, record, stratumCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { listNotCommitted } from './list-conditions.js';

/** It stands in the trial ledger before the first patient, so that nothing can be chosen afterwards. */
const commitment = digest('root (RFC 6962) over the commitments of the slots');

function partsIn(stratum: typeof stratumCode, maxItems: number) {
  return Type.Array(record({ stratum, slots: whole('how many slots it has', 1, 1_000_000) }), {
    description: 'the parts of the list, in the order of their codes',
    minItems: 1,
    maxItems,
  });
}

export const RandomizationListCommitted = defineTrialEvent('RandomizationListCommitted', {
  schemaVersion: 2,
  earlier: [
    { schemaVersion: 1, data: { commitment, strata: partsIn(formerStratumCode, 100) }, upcast: (data: object) => data },
  ],
  about: 'the cell therapy unit committed itself to a randomization list',
  data: { commitment, strata: partsIn(stratumCode, 200) },
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
  sample: {
    commitment: 'c0117d1a'.repeat(8),
    strata: [
      { stratum: 'ALL', slots: 160 },
      { stratum: 'CARDS', slots: 20 },
    ],
  },
});

function partsOf(strata: readonly { readonly stratum: string; readonly slots: number }[]): string {
  return listed(strata.map(({ stratum, slots }) => `${slots} slots for ${stratum}`));
}
