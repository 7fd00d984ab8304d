import type { EventStore, KeptCheckpoint, StoredEvent } from '@bali/event-store';
import { directoryOnDisk } from '@bali/event-store/testing';
import { openNote, parseCheckpoint, utf8 } from '@bali/ledger';
import {
  makeSigningKeys,
  readSigningKeys,
  Signer,
  type SignerFiles,
  signerUnlessAtWork,
  TransparencyLog,
} from '@bali/log';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ORIGIN = 'bali.example/NCT00904501/trial';
/** Where the model cuts the ledger: CUT in `docs/model/signing.pml`. */
const CUT = 1;
const NOW = () => new Date('2026-03-01T10:00:00Z');

/** The traces that Spin made of the model, one after an empty line. */
const TRACES = readFileSync(new URL('../../docs/model/signing.traces.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n\n')
  .map((trace) => trace.split('\n'));

/** A ledger in memory that can be cut, as no store of ours can be, and that a crash can keep from keeping a checkpoint. */
class LedgerOfTheModel {
  readonly ledger = 'trial';
  readonly held = undefined;
  leaves: string[] = [];
  kept: KeptCheckpoint[] = [];
  branch = 0;
  crashesBeforeItIsKept = false;
  #grown: () => void = () => undefined;

  grow(): void {
    const place = this.leaves.length;
    this.leaves.push(`event ${place}${place < CUT ? '' : ` of branch ${this.branch}`}`);
    this.#grown();
  }

  restore(): void {
    this.leaves = this.leaves.slice(0, CUT);
    this.kept = this.kept.filter(({ size }) => size <= CUT);
    this.branch = 1;
  }

  lastPosition(): Promise<number> {
    return Promise.resolve(this.leaves.length - 1);
  }

  async *read(from = 0): AsyncGenerator<readonly StoredEvent[]> {
    const events = this.leaves.slice(from).map((leaf, place) => ({ position: from + place, leaf: utf8(leaf) }));
    if (events.length > 0) yield await Promise.resolve(events as unknown as readonly StoredEvent[]);
  }

  async *follow(from: number, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    let next = from;
    while (!signal.aborted) {
      for await (const page of this.read(next)) {
        next += page.length;
        yield page;
      }
      await new Promise<void>((resolve) => {
        this.#grown = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted || this.leaves.length > next) resolve();
      });
    }
  }

  keepCheckpoint(checkpoint: KeptCheckpoint): Promise<void> {
    if (this.crashesBeforeItIsKept) return Promise.reject(new Error('the process is gone'));
    if (!this.kept.some(({ note }) => note === checkpoint.note)) this.kept.push(checkpoint);
    return Promise.resolve();
  }

  lastCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return Promise.resolve(this.kept.at(-1));
  }

  async *readCheckpoints(from = 0): AsyncGenerator<readonly KeptCheckpoint[]> {
    yield await Promise.resolve(this.kept.filter(({ size }) => size >= from));
  }
}

/** Plays a trace on the signing of `libs/log`. */
class Play {
  /** The leaves under each note that was released, in order. */
  readonly released: (readonly string[])[] = [];
  readonly #files: SignerFiles;
  readonly #ledger = new LedgerOfTheModel();
  readonly #open = new Map<string, TransparencyLog>();
  readonly #trace: readonly string[];

  constructor(path: string, trace: readonly string[]) {
    this.#files = { keys: join(path, 'signing.json'), lastSigned: join(path, 'last-signed.txt') };
    this.#trace = trace;
    makeSigningKeys(this.#files.keys, ORIGIN, new Uint8Array(32).fill(7), NOW());
  }

  async run(): Promise<void> {
    for (const [place, line] of this.#trace.entries()) await this.#step(line, place);
  }

  async close(): Promise<void> {
    for (const instance of this.#open.values()) await instance.close();
  }

  async #step(line: string, place: number): Promise<void> {
    const [who = '', what = ''] = line.split(' ');
    const steps: Readonly<Record<string, () => unknown>> = {
      grows: () => this.#ledger.grow(),
      restored: () => this.#ledger.restore(),
      opens: () => this.#opens(who),
      writes: () => this.#writes(line, place),
      keeps: () => expect(this.#ledger.kept.at(-1)?.size).toBe(this.#sizeInMemory()),
      refuses: () => expect(this.#open.get(who)?.signing.sign()).rejects.toThrow('is not signed'),
      crashes: () => this.#crashes(who),
    };
    await steps[what]?.();
  }

  #opens(who: string): void {
    const standBy = () => signerUnlessAtWork(this.#files, ORIGIN);
    const log = { info: () => undefined, error: () => undefined };
    const store = this.#ledger as unknown as EventStore;
    const made = new TransparencyLog({ store, origin: ORIGIN, now: NOW, log, standBy });
    this.#open.set(who, made);
    made.start();
    expect(made.signing.takeOver()).toBe(true);
    // Nobody else can sign meanwhile.
    expect(() => new Signer(this.#files, ORIGIN)).toThrow('in use by another process');
  }

  /** A crash that comes before the note is kept is one of the store: the note is in the signer's memory then. */
  async #writes(line: string, place: number): Promise<void> {
    const [who = '', , size] = line.split(' ');
    const next = this.#trace.slice(place + 1).find((later) => later.startsWith(`${who} `));
    this.#ledger.crashesBeforeItIsKept = next === `${who} crashes`;
    const signing = this.#open.get(who)?.signing.sign();
    if (this.#ledger.crashesBeforeItIsKept) await expect(signing).rejects.toThrow('the process is gone');
    else await signing;
    expect(this.#sizeInMemory()).toBe(Number(size));
    this.released.push([...this.#ledger.leaves]);
  }

  async #crashes(who: string): Promise<void> {
    await this.#open.get(who)?.close();
    this.#open.delete(who);
    this.#ledger.crashesBeforeItIsKept = false;
  }

  #sizeInMemory(): number {
    const { keys, lastSigned } = this.#files;
    const { verifiers = [] } = readSigningKeys(keys, ORIGIN) ?? {};
    return parseCheckpoint(openNote(readFileSync(lastSigned, 'utf8'), verifiers).text).size;
  }
}

describe('[P11-10a] signing, and taking it over, does what the model does (docs/model/signing.pml)', () => {
  it.each(TRACES.map((trace, place) => [place, trace] as const))('trace %i', async (_, trace) => {
    using directory = directoryOnDisk();
    const play = new Play(directory.path, trace);
    await play.run().finally(() => play.close());
    const { released } = play;
    for (const [place, leaves] of released.entries())
      for (const earlier of released.slice(0, place)) expect(leaves.slice(0, earlier.length)).toEqual(earlier);
  });
});
