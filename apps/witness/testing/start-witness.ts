import { type WitnessKey, verifierKey } from '@bali/ledger';
import { makeDurably } from '@bali/event-store';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type KnownLog, Witness } from '../src/witness.js';
import { keyFileOf, ownKey } from '../src/witness-key.js';
import { serveWitness } from '../src/witness-server.js';
import { makeState, type WitnessFiles } from '../src/witness-state.js';

/** A witness of ours that is being served. */
export interface StartedWitness {
  readonly url: string;
  readonly key: WitnessKey;
  readonly witness: Witness;
  readonly files: WitnessFiles;
  readonly warnings: readonly string[];
  readonly close: () => Promise<void>;
}

export interface WitnessToStart {
  readonly folder: string;
  readonly name: string;
  readonly logs: readonly KnownLog[];
  readonly now?: () => Date;
  /** Default: it is made. False: it is there already. */
  readonly isNew?: boolean;
  readonly port?: number;
}

/** Makes a witness of a name, from which its key follows, and serves it on a free port of the loopback address. */
export async function startWitness({
  folder,
  name,
  logs,
  now,
  isNew = true,
  port = 0,
}: WitnessToStart): Promise<StartedWitness> {
  const files = {
    key: join(folder, `${name.replaceAll('/', '-')}.key`),
    state: join(folder, `${name.replaceAll('/', '-')}.state`),
  };
  const clock = now ?? (() => new Date());
  if (isNew) {
    const seed = createHash('sha256').update(`witness ${name}`).digest();
    makeState(files, ownKey(name, seed));
    makeDurably(files.key, keyFileOf(name, seed));
  }
  const warnings: string[] = [];
  const witness = new Witness({ files, logs, now: clock, warn: (sentence) => warnings.push(sentence) });
  const { url, close } = await serveWitness(witness, { host: '127.0.0.1', port, now: clock });
  return {
    ...{ url, key: witness.key, witness, files, warnings },
    close: async () => {
      await close();
      witness[Symbol.dispose]();
    },
  };
}

/** A log as a witness knows it. */
export function knownLog(origin: string, key: { readonly publicKey: Uint8Array }): KnownLog {
  return { origin, keys: [verifierKey(origin, key.publicKey)] };
}
