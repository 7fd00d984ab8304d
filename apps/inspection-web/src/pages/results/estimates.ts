import type { Estimate, WithInterval } from '@bali/analysis';
import { language, words } from '../../words/words.js';

/** A share as the reader writes it; a figure that cannot be estimated is no number. */
function percent(estimate: Estimate): string {
  return estimated(estimate, { style: 'percent', maximumFractionDigits: 1 });
}

export function number(estimate: Estimate, maximumFractionDigits: number): string {
  return estimated(estimate, { maximumFractionDigits });
}

/** A share with its 95 % interval. */
export function percentWithInterval({ estimate, lower, upper }: WithInterval): string {
  return `${percent(estimate)} (${percent(lower)} – ${percent(upper)})`;
}

function estimated(estimate: Estimate, options: Intl.NumberFormatOptions): string {
  if (typeof estimate !== 'number') return words.value.results.notEstimable;
  return new Intl.NumberFormat(language.value, options).format(estimate);
}
