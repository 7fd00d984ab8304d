import { lastDay } from '@bali/protocol';
import { last, type PatientData } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';
import { amputatedAboveAnkle } from './baseline-in-force.js';

type Baseline = PatientData<'BaselineAssessed'>;

export const assessedBeforeRandomization: Rule = {
  says: 'The baseline is not later than the day of the randomization.',
  refuses: ({ assessedOn }: Baseline, _, state, { happenedOn }) => {
    const randomization = last(state, 'Randomized');
    if (randomization === undefined) return undefined;
    const randomizedOn = happenedOn(randomization);
    if (assessedOn <= randomizedOn) return undefined;
    return refusal(
      'out-of-order',
      `The patient was randomized on ${randomizedOn}, before this baseline.`,
      '/assessedOn',
    );
  },
};

/** A limb that is gone above the ankle can have no endpoint. */
export const indexLimbIsThere: Rule = {
  says: 'The index limb is not amputated above the ankle.',
  refuses: ({ indexLimb, amputatedAboveAnkle: before, assessedOn }: Baseline, _, state) => {
    const recorded = amputatedAboveAnkle(state).find(
      ({ data }) => data.side === indexLimb && lastDay(data.performedOn) <= assessedOn,
    );
    if (!before.includes(indexLimb) && recorded === undefined) return undefined;
    const sentence = `The ${indexLimb} limb is amputated above the ankle: it cannot be the index limb. Name the other one.`;
    return refusal('index-limb-amputated', sentence, '/indexLimb');
  },
};

export const painAgrees: Rule = {
  says: 'Where there is no rest pain, its score is 0.',
  refuses: ({ restPain, restPainScore }: Baseline) => {
    if (valueOf(restPain) !== 'no' || Number(valueOf(restPainScore) ?? 0) === 0) return undefined;
    const sentence =
      'There is no rest pain, and its score is not 0: correct the score first, or say that there is pain.';
    return refusal('implausible-value', sentence, '/restPainScore');
  },
};

export const ulcersAgree: Rule = {
  says: 'Where there are no ulcers, there is no diameter of one.',
  refuses: ({ ulcers, largestUlcerMm }: Baseline) => {
    if (valueOf(ulcers) !== 'no' || valueOf(largestUlcerMm) === undefined) return undefined;
    const sentence =
      'There are no ulcers, and a diameter is given: leave the diameter out, or say that there are ulcers.';
    return refusal('implausible-value', sentence, '/largestUlcerMm');
  },
};

function valueOf(measured: { readonly value: unknown } | { readonly notDone: string } | undefined): unknown {
  return measured !== undefined && 'value' in measured ? measured.value : undefined;
}
