import type { CellTherapyData } from './events/cell-events.js';

type Control = CellTherapyData<'QualityControlled'>;

/** The verdict of a quality control: one answer that is not as it has to be is enough. */
export function verdictOf(answers: Omit<Control, 'patient' | 'verdict'>): Control['verdict'] {
  const { gramStain, sterilityCultureBegun, containerIntact, contentsMasked } = answers;
  const all = [sterilityCultureBegun, containerIntact, contentsMasked];
  return gramStain === 'negative' && all.every((answer) => answer === 'yes') ? 'conform' : 'not-conform';
}
