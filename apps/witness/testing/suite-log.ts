import {
  consistencyProof,
  formatCheckpoint,
  formatVerifierKey,
  leafHash,
  MerkleTree,
  noteSigner,
  type NoteSigner,
  rootOf,
  signNote,
  type SubtreeRoots,
  utf8,
} from '@bali/ledger';
import { createHash, createPrivateKey } from 'node:crypto';

/** A log of the suite: a small tree in memory, and its key, which follows from its name. */
export class SuiteLog {
  readonly origin: string;
  readonly signer: NoteSigner;
  readonly #leaves: string;

  /** @param history what its leaves are made of: two of one name and other histories are a fork. */
  constructor(name: string, history = 'as it was') {
    this.origin = `suite.example/${name}`;
    this.signer = signerOf(this.origin, `key of ${name}`);
    this.#leaves = history;
  }

  get verifierKey(): string {
    return formatVerifierKey(this.signer.key);
  }

  rootAt(size: number): Uint8Array {
    return rootOf(size, this.#subtrees());
  }

  proof(from: number, to: number): readonly Uint8Array[] {
    return consistencyProof(from, to, this.#subtrees());
  }

  checkpoint(size: number, signers: readonly NoteSigner[] = [this.signer]): string {
    return signNote(formatCheckpoint(this.origin, { size, root: this.rootAt(size) }), signers);
  }

  #subtrees(): SubtreeRoots {
    return (level, index) => {
      const tree = new MerkleTree();
      const width = 2 ** level;
      for (let place = index * width; place < (index + 1) * width; place += 1)
        tree.append(utf8(`${this.#leaves} ${place}`));
      return level === 0 ? leafHash(utf8(`${this.#leaves} ${index}`)) : tree.root();
    };
  }
}

/** A signer whose key follows from words. */
export function signerOf(name: string, words: string): NoteSigner {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const seed = createHash('sha256').update(words).digest();
  return noteSigner(name, createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' }));
}
