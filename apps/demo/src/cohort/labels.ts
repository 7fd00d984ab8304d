import type { Chance } from '../chance.js';

/** The labels of a patient's containers: the code and random characters, which say nothing of what is inside. */
export interface Labels {
  /** The site labels the bag. */
  readonly harvest: string;
  readonly concentrate: string;
  readonly syringe: string;
  readonly cryo: readonly [string, string];
}

const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXZ';

export function labelsOf(chance: Chance, code: string): Labels {
  const own = chance.for('labels');
  const random = (what: string): string => {
    const drawn = own.for(what);
    return `${code}-${Array.from({ length: 8 }, () => ALPHABET[drawn.whole(0, ALPHABET.length - 1)]).join('')}`;
  };
  const harvest = `HRV-${String(own.for('bag').whole(1, 999_999_999)).padStart(9, '0')}`;
  const cryo = [random('one cryo-container'), random('the other one')] as const;
  return { harvest, concentrate: random('concentrate'), syringe: random('syringe'), cryo };
}
