import { dateAt } from '@bali/protocol';
import type { HarvestFacts, PatientFacts } from './rule.js';

/** What is recorded, as far as it says to which harvest it belongs. */
export interface Recorded {
  readonly type: string;
  readonly data: object;
}

/**
 * Of each reception in turn, the harvest that was on its day and is not received yet; or else the first that is not. One that the site
 * has annulled comes after those that stand: it keeps its own reception, which is never taken for that of another day.
 */
export function harvestsReceived(
  receptions: readonly Recorded[],
  { harvests, timeZone }: Pick<PatientFacts, 'harvests' | 'timeZone'>,
): readonly (HarvestFacts | undefined)[] {
  let left = [...harvests.filter(stands), ...harvests.filter((harvest) => !stands(harvest))];
  return receptions.map(({ data }) => {
    const { receivedAt } = data as { readonly receivedAt: string };
    const on = dateAt(receivedAt, timeZone);
    const received = left.find(({ harvestedAt }) => dateAt(harvestedAt, timeZone) === on) ?? left[0];
    left = left.filter((other) => other !== received);
    return received;
  });
}

/** Whether a harvest of that day or an earlier one stands that none of these receptions is of. */
export function isAwaited(receivedAt: string, receptions: readonly Recorded[], facts: PatientFacts): boolean {
  const received = harvestsReceived(receptions, facts);
  const on = dateAt(receivedAt, facts.timeZone);
  return facts.harvests.some(
    (harvest) => stands(harvest) && !received.includes(harvest) && dateAt(harvest.harvestedAt, facts.timeZone) <= on,
  );
}

export function stands({ isAnnulled }: HarvestFacts): boolean {
  return isAnnulled !== true;
}
