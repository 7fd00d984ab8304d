import type { EventStore } from '@bali/event-store';
import { auditPage, type ProjectionRunner, recordsAt, redactedBy } from '@bali/projections';
import type { SealedCommands } from '../saga/sealed-commands.js';

const PAGE = 200;

export interface ErasingOptions {
  readonly trialLedger: EventStore;
  readonly sealedLedger: EventStore;
  /** Knows the events of the trial ledger. */
  readonly runner: ProjectionRunner;
  readonly sealed: SealedCommands;
}

/** Erases what an event says is redacted, with its salt, from each place where it lies; as often as is asked. */
export class Erasing {
  readonly #options: ErasingOptions;
  #erasedFromSealed = 0;

  constructor(options: ErasingOptions) {
    this.#options = options;
  }

  /** A text of the trial ledger, and the copies of it that were kept, sealed, until the trial ledger had it. */
  async fromTrial(hash: string): Promise<void> {
    const { trialLedger, sealedLedger } = this.#options;
    await trialLedger.eraseText(hash);
    for (const copy of await this.#copiesOf((reason) => reason === hash)) await sealedLedger.eraseText(copy);
  }

  async fromSealed(hash: string): Promise<void> {
    await this.#options.sealedLedger.eraseText(hash);
  }

  /** Everything of the trial ledger that is to be erased and is still there. */
  async allFromTrial(): Promise<void> {
    const { trialLedger, sealedLedger, runner } = this.#options;
    await runner.waitFor(await trialLedger.lastPosition(), new AbortController().signal);
    const redacted = await this.#redactedInTrial();
    await eraseTexts(trialLedger, redacted);
    const isRedacted = new Set(redacted);
    await eraseTexts(sealedLedger, await this.#copiesOf((reason) => isRedacted.has(reason)));
  }

  /** Everything of the sealed ledger that is to be erased and that this process has not erased yet. */
  async allFromSealed(): Promise<void> {
    const { redacted } = await this.#options.sealed.state();
    if (redacted.length === this.#erasedFromSealed) return;
    await eraseTexts(this.#options.sealedLedger, redacted.slice(this.#erasedFromSealed));
    this.#erasedFromSealed = redacted.length;
  }

  /** The hashes under which reasons of pending commands were kept beside the sealed ledger. */
  async #copiesOf(isMeant: (reason: string) => boolean): Promise<readonly string[]> {
    const { pending } = await this.#options.sealed.state();
    return pending.flatMap(({ data: { request } }) =>
      request.reason !== undefined && isMeant(request.reason.hash) ? [request.reason.kept] : [],
    );
  }

  async #redactedInTrial(): Promise<readonly string[]> {
    const { trialLedger, runner } = this.#options;
    const hashes: string[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const options = { order: 'oldest-first', limit: PAGE, after } as const;
      const { positions, next } = auditPage(runner.reader, { type: 'TextRedacted' }, options);
      const records = await recordsAt(trialLedger, positions);
      hashes.push(...records.flatMap(({ record }) => redactedBy(record) ?? []));
      after = next;
    }
    return hashes;
  }
}

/**
 * Erases texts and their salts, and what somebody put in their places. Of the last one again in any case, because a copy of it may
 * be left in the store's log.
 */
export async function eraseTexts(ledger: EventStore, hashes: readonly string[]): Promise<void> {
  const last = hashes.at(-1);
  const { authentic, altered } = await ledger.readTexts(hashes);
  for (const hash of [...authentic.keys(), ...altered]) if (hash !== last) await ledger.eraseText(hash);
  if (last !== undefined) await ledger.eraseText(last);
}
