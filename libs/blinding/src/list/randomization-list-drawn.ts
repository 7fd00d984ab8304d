import { defineEvent, digest, listed, stratumCode, whole } from '@bali/schema';
import { pendingRequest as request } from '@bali/trial';
import { Type } from 'typebox';

export const RandomizationListDrawn = defineEvent('RandomizationListDrawn', {
  schemaVersion: 1,
  about: 'the randomization list was drawn',
  data: {
    seed: digest('no hash: 32 random bytes'),
    strata: Type.Array(stratumCode, { description: 'its parts', minItems: 1, maxItems: 100, uniqueItems: true }),
    sizes: Type.Array(whole('patients in a block', 2, 100), { description: 'ascending', minItems: 1, maxItems: 20 }),
    length: whole('slots of a stratum', 1, 10_000),
    request,
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/seed', '/strata', '/sizes', '/length', '/request'],
  mayBeAnnulled: false,
  // The signature is of the commitment in the trial ledger; here it is kept in the request until that is recorded.
  signedUnder: [],
  command: { name: 'DrawRandomizationList', action: 'draw-randomization-list' },
  sentence: ({ seed, strata, sizes, length }) =>
    `the randomization list was drawn: ${length} slots for each stratum (${listed(strata)}), in blocks of ` +
    `${listed(sizes.map(String))} patients, from the secret seed ${seed}`,
  sample: {
    seed: 'ef'.repeat(32),
    strata: ['ALL'],
    sizes: [4, 6, 8],
    length: 160,
    request: {
      commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
      signature: { meaning: 'randomization', method: 'password' },
      reason: { hash: 'ab'.repeat(32), kept: 'cd'.repeat(32) },
    },
  },
});
