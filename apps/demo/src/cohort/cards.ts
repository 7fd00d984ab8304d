import type { Instant } from '@bali/protocol';
import type { Draft } from './draft.js';
import { plusMinutes } from './moments.js';

const CARD = { stratum: 'CARDS', slot: 0 };
const ANOTHER_CARD = { stratum: 'CARDS', slot: 1 };

/** Where the unit says what became of a card: about no patient's own path. */
export const CARDS_PATH = 'trial/randomization-cards/';

/**
 * The network of one site is down when a patient is to be randomized: the unit opens the first card, and by mistake the next one as
 * well. Later on the same day both say so, and an investigator enters the randomization.
 */
export function randomizationByCard(randomizedAt: Instant): readonly Draft[] {
  const by = 'cell-therapy-unit';
  const opened = { ...CARD, openedAt: randomizedAt, outage: 'network-down' };
  const inVain = { ...ANOTHER_CARD, openedAt: randomizedAt, why: 'opened-by-mistake' };
  return [
    {
      name: 'card-opened',
      at: plusMinutes(randomizedAt, 25),
      by,
      path: `${CARDS_PATH}openings`,
      body: opened,
      bodyFor: (patient) => ({ ...opened, patient }),
    },
    {
      name: 'card-opened-in-vain',
      at: plusMinutes(randomizedAt, 30),
      by,
      path: `${CARDS_PATH}openings-in-vain`,
      body: inVain,
    },
    {
      name: 'randomization-by-card',
      at: plusMinutes(randomizedAt, 40),
      by: 'investigator',
      path: 'randomization-by-card',
      body: { ...CARD, randomizedAt },
    },
  ];
}
