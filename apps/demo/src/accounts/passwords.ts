import { INITIAL_PASSWORD_BYTES, initialPassword } from '@bali/access';
import type { RandomBytes } from '@bali/commands';
import { Chance, derivedBytes } from '../chance.js';

/** Words that are in nobody's name, role or identifier. */
const WORDS = [
  ...['amber', 'anchor', 'bamboo', 'basalt', 'beacon', 'bramble', 'canyon', 'cedar', 'cobalt', 'comet', 'copper'],
  ...['dolphin', 'ember', 'falcon', 'fjord', 'garnet', 'glacier', 'harbour', 'hazel', 'heron', 'indigo', 'jasper'],
  ...['juniper', 'kettle', 'lagoon', 'lantern', 'lichen', 'maple', 'meadow', 'nettle', 'ocean', 'olive', 'orchid'],
  ...['pebble', 'pepper', 'plume', 'quartz', 'raven', 'saffron', 'sparrow', 'thistle', 'tulip', 'velvet', 'walnut'],
] as const satisfies readonly [string, ...string[]];

const WORDS_IN_PASSWORD = 4;

/** The password of a simulated person. It follows from the seed, so everybody can know it. */
export function publicPassword(seed: number, userId: string): string {
  const words = new Chance(String(seed), `password of ${userId}`).shuffled(WORDS);
  return words.slice(0, WORDS_IN_PASSWORD).join('-');
}

const INITIAL_PASSWORD = 'initial password of ';

/**
 * The chance that accounts are made with. All of it follows from the seed, the tokens of sessions and the salts of passwords
 * too, so that the access ledger of a demo is the same whenever it is played: anybody can know them, as anybody can
 * know the passwords. An initial password follows from whose it is alone: a demo that was killed between making an account
 * and choosing its password can so be gone on with.
 */
export function accountChance(seed: number): RandomBytes {
  return (length, purpose) => {
    if (!purpose.startsWith(INITIAL_PASSWORD)) return derivedBytes(String(seed), `of accounts: ${purpose}`, length);
    const [userId = ''] = purpose.slice(INITIAL_PASSWORD.length).split(' ');
    return derivedBytes(String(seed), INITIAL_PASSWORD + userId, length);
  };
}

export function publicInitialPassword(seed: number, userId: string): string {
  return initialPassword(derivedBytes(String(seed), INITIAL_PASSWORD + userId, INITIAL_PASSWORD_BYTES));
}
