import { actorOf, mayKnowTextsOf, type Person } from '@bali/access';
import type { KeptCheckpoint } from '@bali/event-store';
import { Problem, PROBLEMS, type RequestOrigin } from '@bali/http';
import { certifiedCopyMade, siteCopy, writePackage } from '@bali/inspection';
import { NotYetInLog, SigningRefused } from '@bali/log';
import { Inject, Injectable } from '@nestjs/common';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Resources, RESOURCES } from '../resources.js';

/** How many copies one instance makes and sends at once. */
const MOST_AT_ONCE = 4;
/** A client that takes nothing for so long is let go. */
const STALLED_MILLISECONDS = 60_000;
const PATIENCE_MILLISECONDS = 10_000;

/** A copy that may be sent: that it was made is recorded. */
export interface CopyToSend {
  readonly treeSize: number;
  readonly bytes: number;
  /** Of a file that has no name any more: it is gone as soon as it is read or let go. */
  readonly content: Readable;
}

/** Makes certified copies in files that are taken away whatever happens: when it fails, and when the client goes. */
@Injectable()
export class CopyMaking {
  readonly #resources: Resources;
  /** Whose copies are being made or sent, with what is aborted when they go. */
  readonly #under = new Map<string, AbortSignal>();

  constructor(@Inject(RESOURCES) resources: Resources) {
    this.#resources = resources;
  }

  /**
   * Takes one of the few places, which is free again once all of the copy is read, or the answer has ended.
   * @returns what is aborted when the client goes. @throws Problem `not-available`
   */
  begin({ userId }: Person, answer: ServerResponse): AbortSignal {
    if (this.#under.has(userId) || this.#under.size >= MOST_AT_ONCE) {
      const detail = this.#under.has(userId)
        ? 'you are being sent one already'
        : 'too many certified copies are being made';
      throw new Problem(PROBLEMS['not-available'], { detail, headers: { 'retry-after': '10' } });
    }
    const gone = new AbortController();
    const release = (): void => {
      this.#leave(userId, gone.signal);
      gone.abort();
    };
    this.#under.set(userId, gone.signal);
    answer.once('close', release);
    if (answer.destroyed) release();
    answer.setTimeout(STALLED_MILLISECONDS, () => answer.destroy());
    return gone.signal;
  }

  /** @throws Problem `not-available` when no checkpoint covers the ledger and none can be signed, or nobody waits any more. */
  async make(site: string, person: Person, origin: RequestOrigin, signal: AbortSignal): Promise<CopyToSend> {
    const { note } = await this.#checkpoint();
    await mkdir(this.#resources.copies, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(this.#resources.copies, `${site}-`));
    try {
      return await this.#made(join(folder, 'copy.zip'), note, { site, person, origin, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Problem(PROBLEMS['not-available'], { detail: 'the copy was given up' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #made(
    out: string,
    checkpoint: string,
    {
      site,
      person,
      origin: { requestId, source },
      signal,
    }: {
      readonly site: string;
      readonly person: Person;
      readonly origin: RequestOrigin;
      readonly signal: AbortSignal;
    },
  ): Promise<CopyToSend> {
    const { trialId, trialLedger, logs, now, software, disclosures } = this.#resources;
    const keys = logs.trial.signing.verifiers;
    const earlier = this.#earlierThan(checkpoint);
    const manifest = await writePackage(
      siteCopy(site, (record) => mayKnowTextsOf(person, record)),
      { trialId, store: trialLedger, checkpoint, earlier, keys },
      {
        ...{ out, software, signal },
        madeAt: now().toISOString(),
        madeBy: actorOf(person),
        reason: 'the site keeps a copy of its records',
        whenComplete: async (made) => {
          await disclosures.record(certifiedCopyMade(made), { actor: actorOf(person), requestId, source });
        },
      },
    );
    signal.throwIfAborted();
    const file = await open(out);
    const { size: bytes } = await file.stat();
    // Who has the last byte may ask for the next copy at once: with its end said, the stream ends with that byte.
    const content = file.createReadStream({ start: 0, end: bytes - 1 });
    content.once('end', () => this.#leave(person.userId, signal));
    signal.addEventListener('abort', () => content.destroy(), { once: true });
    return { treeSize: manifest.treeSize, bytes, content };
  }

  /** Its place only: the next copy may have taken it again. */
  #leave(userId: string, signal: AbortSignal): void {
    if (this.#under.get(userId) === signal) this.#under.delete(userId);
  }

  /** Of all that is recorded now. */
  async #checkpoint(): Promise<KeptCheckpoint> {
    const { follower, signing } = this.#resources.logs.trial;
    try {
      const size = await follower.caughtUp(AbortSignal.timeout(PATIENCE_MILLISECONDS));
      const kept = await signing.checkpointFor(size);
      if (kept !== undefined) return kept;
    } catch (error) {
      if (!(error instanceof NotYetInLog || error instanceof SigningRefused)) throw error;
    }
    const detail = 'no signed checkpoint covers what is recorded yet';
    throw new Problem(PROBLEMS['not-available'], { detail, headers: { 'retry-after': '5' } });
  }

  async *#earlierThan(note: string): AsyncGenerator<string> {
    for await (const page of this.#resources.logs.trial.reader.checkpoints()) {
      for (const kept of page) if (kept.note !== note) yield kept.note;
    }
  }
}
