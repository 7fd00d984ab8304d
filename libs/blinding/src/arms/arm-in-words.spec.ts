import { describe, expect, it } from '@jest/globals';
import { ARMS } from '@bali/protocol';
import { armInWords, nextSteps } from './arm-in-words.js';

const implantedAt = '2011-03-02T15:10:00+01:00';

describe('an arm in words', () => {
  it('[R3-414] says what was implanted, of which volume, for whom and when', () => {
    expect(armInWords({ arm: 'A', patient: 'REI-001', implantedAt })).toEqual({
      product: 'placebo cell-product: 30 mL of saline with 4 mL of peripheral blood',
      sentence:
        'On 2011-03-02 at 15:10 +01:00, patient REI-001 was implanted with what the randomization list prescribes: ' +
        'placebo cell-product: 30 mL of saline with 4 mL of peripheral blood.',
      cells:
        "What the protocol says of the cells: the patient's mononuclear cells are cryo-conserved and may be used after " +
        "the patient's 6 months.",
    });
    expect(armInWords({ arm: 'B', patient: 'REI-002' })).toEqual({
      product: 'bone-marrow mononuclear cells, concentrated to 30 mL',
      sentence:
        'No implantation is recorded for patient REI-002. What the randomization list prescribes: ' +
        'bone-marrow mononuclear cells, concentrated to 30 mL.',
      cells: 'What the protocol says of the cells: nothing is kept: the cells are implanted.',
    });
  });

  it('[R3-315] goes with what to do next, the same steps in either arm', () => {
    const steps = ARMS.map(({ code, implanted }) =>
      nextSteps({ arm: code, patient: 'REI-001' }).map((step) => step.replace(implanted, '…')),
    );
    expect(steps[0]).toEqual(steps[1]);
    expect(steps[0]?.[0]).toBe('Treat patient REI-001 as a person for whom this is prescribed: ….');
  });
});
