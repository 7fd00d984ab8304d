export const QUALITY_VERDICTS = ['conform', 'not-conform'] as const;

interface Answers {
  readonly gramStain: 'negative' | 'positive';
  readonly sterilityCultureBegun: 'yes' | 'no';
  readonly containerIntact: 'yes' | 'no';
  readonly contentsMasked: 'yes' | 'no';
}

/** The verdict of a quality control: one answer that is not as it has to be is enough. */
export function verdictOf(answers: Answers): { readonly verdict: (typeof QUALITY_VERDICTS)[number] } {
  const { gramStain, sterilityCultureBegun, containerIntact, contentsMasked } = answers;
  const all = [sterilityCultureBegun, containerIntact, contentsMasked];
  const isConform = gramStain === 'negative' && all.every((answer) => answer === 'yes');
  return { verdict: isConform ? 'conform' : 'not-conform' };
}
