import { expect, it } from '@jest/globals';
import { saidInWords } from './words.js';

const SAID = {
  decidedOn: '2011-03-08',
  relatedTo: 'implanted-product',
  event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  seriousness: ['life-threatening', 'disability'],
};

it('what was said is told with the hyphens of dates and identifiers, and without those of words', () => {
  expect(saidInWords(SAID, {})).toBe(
    'decided on 2011-03-08, related to implanted product, event 6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a, ' +
      'seriousness life threatening, disability',
  );
});

it('what was said is told in a package of older words as it always was', () => {
  expect(saidInWords({ decidedOn: SAID.decidedOn }, { wording: 3 })).toBe('decided on 2011 03 08');
});
