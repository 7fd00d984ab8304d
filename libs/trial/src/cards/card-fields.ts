import { instant, slotNumber, stratumCode } from '@bali/schema';

/** A sealed card, by its place in the list, which stands on its outside. */
export const CARD = { stratum: stratumCode, slot: slotNumber };

export const openedAt = instant('when the card was opened');

/** Why the software could not randomize. */
export const OUTAGES = ['system-down', 'network-down', 'power-failure', 'disaster', 'other'] as const;

export function cardInWords({ stratum, slot }: { readonly stratum: string; readonly slot: number }): string {
  return `card ${slot} of ${stratum}`;
}
