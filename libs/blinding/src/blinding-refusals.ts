import type { Refusal } from '@bali/trial';

/** Ways in which the blind refuses, besides those of the trial itself. Neither code nor sentence says anything of an arm. */
export const BLINDING_REFUSALS = {
  'list-exhausted': 'ICH E9, 2.3.2: who gets what is in the list, and nowhere else',
  'case-not-decided':
    'Regulation (EU) 536/2014, Art. 42: suspected unexpected serious adverse reactions are reported, and what is none is not',
  'deviations-not-judged':
    'ICH E9, 5.2.2: who is in the per-protocol population is decided before anybody sees results by arm',
  'not-shown-to-you': 'ICH E6(R3) 3.15.2(d): one patient is unblinded, and the others stay protected',
} as const;
export type BlindingRefusalCode = keyof typeof BLINDING_REFUSALS;

export function blindingRefusal(code: BlindingRefusalCode, sentence: string): Refusal<BlindingRefusalCode> {
  return { code, sentence, source: BLINDING_REFUSALS[code] };
}
