import type { UnitLimits } from '@bali/protocol';
import Big from 'big.js';
import type { SecondPerson } from '../unit/define-cell-event.js';

export const QUALITY_VERDICTS = ['conform', 'not-conform'] as const;

interface Verdict {
  readonly verdict: (typeof QUALITY_VERDICTS)[number];
}

type YesOrNo = 'yes' | 'no';

interface SyringeAnswers {
  readonly gramStain: 'negative' | 'positive';
  readonly sterilityCultureBegun: YesOrNo;
  readonly containerIntact: YesOrNo;
  readonly contentsMasked: YesOrNo;
  readonly labelled?: YesOrNo;
  readonly inTime?: YesOrNo;
}

/** The verdict on a syringe, whatever is in it: one answer that is not as it has to be is enough. */
export function verdictOf(answers: SyringeAnswers): Verdict {
  const { gramStain, sterilityCultureBegun, containerIntact, contentsMasked, labelled, inTime } = answers;
  // Before these two were asked, they were not answered.
  const all = [sterilityCultureBegun, containerIntact, contentsMasked, labelled ?? 'yes', inTime ?? 'yes'];
  return verdictIf(gramStain === 'negative' && all.every((answer) => answer === 'yes'));
}

interface ConcentrateAnswers {
  readonly gramStain: 'negative' | 'positive';
  readonly viabilityPercent: string;
  readonly mononuclearCells: number;
  readonly culturesBegun: YesOrNo;
}

/** The verdict on the cells of a patient, by the limits of the protocol. */
export function concentrateVerdictOf(
  { gramStain, viabilityPercent, mononuclearCells, culturesBegun }: ConcentrateAnswers,
  { minViabilityPercent, minMononuclearCells }: UnitLimits,
): Verdict {
  const isEnough = new Big(viabilityPercent).gte(minViabilityPercent) && mononuclearCells >= minMononuclearCells;
  return verdictIf(gramStain === 'negative' && culturesBegun === 'yes' && isEnough);
}

function verdictIf(isConform: boolean): Verdict {
  return { verdict: isConform ? 'conform' : 'not-conform' };
}

/** Who found that a product or its cells fail does not alone make them conform. */
export const secondPersonForAVerdict: SecondPerson = {
  sentence: 'Who controlled a product does not alone make it conform: somebody else of the unit corrects that.',
  isNeededFor: ({ field, newValue }) => field === '/verdict' && newValue === 'conform',
};
