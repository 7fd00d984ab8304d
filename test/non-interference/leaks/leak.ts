import type { World } from '../world.js';
import type { Known } from './known.js';

/** A leak that somebody could make without meaning any harm. It is put on from outside, around the real thing, and is nowhere in the product. */
export interface Leak {
  /** Through what it comes out: no two leaks of the zoo have the same. */
  readonly channel: string;
  readonly what: string;
  readonly plant: (world: World, known: Known) => void;
}
