import { type Checkpoint, type TiledTree, toHex } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { KnownCheckpoint } from './checkpoints.js';
import { NotVerified } from './not-verified.js';

/** Holds the growing tree to every checkpoint that is known: it must have had each of these roots at its size. */
export class KnownHeads {
  readonly #heads: readonly Pick<KnownCheckpoint, 'checkpoint' | 'file'>[];
  #next = 0;

  /** @throws NotVerified when one of them is of a larger tree than the package's own. */
  constructor(head: Checkpoint, others: readonly KnownCheckpoint[]) {
    for (const { checkpoint, file } of others) {
      if (checkpoint.size > head.size) {
        const [expected, found] = [`${checkpoint.size} events at least`, `${head.size}`];
        throw new NotVerified({ fault: 'truncated', file, expected, found });
      }
    }
    const own = { checkpoint: head, file: FILES.checkpoint };
    // In the order of sizes; of the same size, the package's own comes first: what it says is about the events.
    this.#heads = [own, ...others].toSorted((one, other) => one.checkpoint.size - other.checkpoint.size);
  }

  /** Looks at every checkpoint of the tree's size. @throws NotVerified */
  check(tree: TiledTree): void {
    for (let known = this.#heads[this.#next]; known?.checkpoint.size === tree.size; known = this.#heads[this.#next]) {
      this.#next += 1;
      const [expected, found] = [toHex(known.checkpoint.root), toHex(tree.root())];
      if (expected === found) continue;
      const fault = known.file === FILES.checkpoint ? 'checkpoint-differs' : 'fork';
      const detail = `At ${tree.size} events the root is another one`;
      throw new NotVerified({ fault, file: known.file, detail, expected, found });
    }
  }
}
