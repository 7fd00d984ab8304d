import type { TrialEntry } from '../trial/trial-state.js';

/** Whether a site was opened and closed by turns, beginning with an opening, none of them before the one before. */
export function periodsInOrder(entries: readonly TrialEntry[], site: string): boolean {
  const changes = entries.flatMap((entry) => {
    if (entry.type === 'SiteOpened' && entry.data.site === site) return [{ isOpening: true, on: entry.data.openedOn }];
    if (entry.type === 'SiteClosed' && entry.data.site === site) return [{ isOpening: false, on: entry.data.closedOn }];
    return [];
  });
  return changes.every(
    ({ isOpening, on }, place) => isOpening === (place % 2 === 0) && on >= (changes[place - 1]?.on ?? on),
  );
}
