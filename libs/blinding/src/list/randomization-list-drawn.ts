import { defineEvent, details, digest, formerStratumCode, listed, record, stratumCode, whole } from '@bali/schema';
import { pendingRequest as request } from '@bali/trial';
import { Type } from 'typebox';

const DRAWN = {
  seed: digest('no hash: 32 random bytes'),
  strata: Type.Array(formerStratumCode, { description: 'its parts', minItems: 1, maxItems: 100, uniqueItems: true }),
  sizes: Type.Array(whole('patients in a block', 2, 100), { description: 'ascending', minItems: 1, maxItems: 20 }),
  length: whole('slots of a stratum', 1, 10_000),
};
const cards = record(
  {
    strata: Type.Array(stratumCode, { description: 'their parts', minItems: 1, maxItems: 100, uniqueItems: true }),
    length: whole('cards of a stratum', 1, 1_000),
  },
  'the sealed cards, in strata of their own; absent: there are none',
);

export const RandomizationListDrawn = defineEvent('RandomizationListDrawn', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: { ...DRAWN, request }, upcast: (data: object) => data }],
  about: 'the randomization list was drawn',
  data: { ...DRAWN, cards: Type.Optional(cards), request },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/seed', '/strata', '/sizes', '/length', '/cards', '/request'],
  mayBeAnnulled: false,
  // The signature is of the commitment in the trial ledger; here it is kept in the request until that is recorded.
  signedUnder: [],
  command: { name: 'DrawRandomizationList', action: 'draw-randomization-list' },
  sentence: ({ seed, strata, sizes, length, cards: sealed }) =>
    `the randomization list was drawn: ${length} slots for each stratum (${listed(strata)}), in blocks of ` +
    `${listed(sizes.map(String))} patients, from the secret seed ${seed}` +
    details(sealed && `and ${sealed.length} sealed cards for each of ${listed(sealed.strata)}`),
  sample: {
    seed: 'ef'.repeat(32),
    strata: ['ALL'],
    sizes: [4, 6, 8],
    length: 160,
    cards: { strata: ['CARDS'], length: 20 },
    request: {
      commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
      signature: { meaning: 'randomization', method: 'password' },
      reason: { hash: 'ab'.repeat(32), kept: 'cd'.repeat(32) },
    },
  },
});
