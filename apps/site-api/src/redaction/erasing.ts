import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { auditPage, recordsAt } from '@bali/projections';
import type { RedactionEvent } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';

const PAGE = 200;

/** Erases what an event says is redacted, with its salt, from each place where it lies; as often as is asked. */
@Injectable()
export class Erasing {
  #erasedFromSealed = 0;

  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
  ) {}

  /** A text of the trial ledger, and the copies of it that were kept, sealed, until the trial ledger had it. */
  async fromTrial(hash: string): Promise<void> {
    await this.resources.trialLedger.eraseText(hash);
    const { begun } = await this.sealed.state();
    const copies = begun.flatMap(({ data: { request } }) =>
      request.reason?.hash === hash ? [request.reason.kept] : [],
    );
    for (const copy of copies) await this.resources.sealedLedger.eraseText(copy);
  }

  async fromSealed(hash: string): Promise<void> {
    await this.resources.sealedLedger.eraseText(hash);
  }

  /** Everything of the trial ledger that is to be erased and is still there. */
  async allFromTrial(): Promise<void> {
    const { trialLedger, sealedLedger, runner } = this.resources;
    await runner.waitFor(await trialLedger.lastPosition(), new AbortController().signal);
    const redacted = await this.#redactedInTrial();
    await eraseAll(trialLedger, redacted);
    const { begun } = await this.sealed.state();
    const isRedacted = new Set(redacted);
    const kept = begun.flatMap(({ data: { request } }) =>
      request.reason !== undefined && isRedacted.has(request.reason.hash) ? [request.reason.kept] : [],
    );
    await eraseAll(sealedLedger, kept);
  }

  /** Everything of the sealed ledger that is to be erased and that this process has not erased yet. */
  async allFromSealed(): Promise<void> {
    const { redacted } = await this.sealed.state();
    if (redacted.length === this.#erasedFromSealed) return;
    await eraseAll(this.resources.sealedLedger, redacted.slice(this.#erasedFromSealed));
    this.#erasedFromSealed = redacted.length;
  }

  async #redactedInTrial(): Promise<readonly string[]> {
    const { trialLedger, runner } = this.resources;
    const hashes: string[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const options = { order: 'oldest-first', limit: PAGE, after } as const;
      const { positions, next } = auditPage(runner.reader, { type: 'TextRedacted' }, options);
      const records = await recordsAt(trialLedger, positions);
      hashes.push(...records.map(({ record }) => redactedBy(record)));
      after = next;
    }
    return hashes;
  }
}

/** The hash of the text that an event redacts. */
export function redactedBy({ data }: Pick<ReturnType<typeof recordOf>, 'data'>): string {
  return (data as RedactionEvent['data']).hash;
}

/** Of the last one again in any case, because a copy of it may be left in the store's log. */
async function eraseAll(ledger: EventStore, hashes: readonly string[]): Promise<void> {
  const last = hashes.at(-1);
  for (const hash of (await ledger.readTexts(hashes)).keys()) if (hash !== last) await ledger.eraseText(hash);
  if (last !== undefined) await ledger.eraseText(last);
}
