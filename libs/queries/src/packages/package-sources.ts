import { readSealingKeys, type SealingKeysSource } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import type { PackageSource } from '@bali/inspection';
import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import type { LogReader } from '@bali/log';
import type { LedgerLogs } from '../ledgers/ledger-proofs.js';

/** What the package of a ledger is made of now: everything up to the last checkpoint that was signed. */
export class PackageSources {
  readonly #stores: Readonly<Record<Ledger, EventStore>>;
  readonly #logs: LedgerLogs;
  readonly #sealingKeys: SealingKeysSource;

  constructor(stores: Readonly<Record<Ledger, EventStore>>, logs: LedgerLogs, sealingKeys: SealingKeysSource) {
    this.#stores = stores;
    this.#logs = logs;
    this.#sealingKeys = sealingKeys;
  }

  /** @returns `undefined` while no checkpoint was signed: there is nothing that a package could be held to. */
  async of(ledger: Ledger): Promise<PackageSource | undefined> {
    const { reader, signing } = this.#logs[ledger];
    const latest = await reader.latestCheckpoint();
    if (latest === undefined) return undefined;
    const sealing = ledger === 'sealed' ? readSealingKeys(this.#sealingKeys) : undefined;
    return {
      trialId: TRIAL.id,
      store: this.#stores[ledger],
      checkpoint: latest.note,
      earlier: earlierNotes(reader, latest.note),
      keys: signing.verifiers,
      ...(sealing && { sealing }),
    };
  }
}

/** Every checkpoint but the one that is named. */
export async function* earlierNotes(reader: LogReader, latest: string): AsyncGenerator<string> {
  for await (const page of reader.checkpoints()) for (const { note } of page) if (note !== latest) yield note;
}
