import { readSealingKeys, type SealingKeysSource } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import type { PackageSource } from '@bali/inspection';
import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import type { LogReader } from '@bali/log';
import { requireAsWritten } from '../ledgers/as-written.js';
import type { LedgerLogs } from '../ledgers/ledger-proofs.js';

/** Signs the trial ledger, if it has grown since its last checkpoint. Another process may be the one that signs: then there is none. */
export type SignTrialLedger = () => Promise<void>;

/** What a package is made of, and how much of the ledger is not in it. */
export interface CurrentSource extends PackageSource {
  /** Number of events that were acknowledged and are in no signed checkpoint yet: a package ends at one. */
  readonly missing: number;
}

/**
 * What the package of a ledger is made of now: everything up to the last checkpoint that was signed. The trial ledger is signed
 * first; no other is signed because something is read, since size and time of that checkpoint would tell it.
 */
export class PackageSources {
  readonly #stores: Readonly<Record<Ledger, EventStore>>;
  readonly #logs: LedgerLogs;
  readonly #sealingKeys: SealingKeysSource;
  readonly #sign: SignTrialLedger | undefined;

  constructor(
    stores: Readonly<Record<Ledger, EventStore>>,
    logs: LedgerLogs,
    sealingKeys: SealingKeysSource,
    sign?: SignTrialLedger,
  ) {
    this.#stores = stores;
    this.#logs = logs;
    this.#sealingKeys = sealingKeys;
    this.#sign = sign;
  }

  /** @returns `undefined` while no checkpoint was signed: there is nothing that a package could be held to. */
  async of(ledger: Ledger): Promise<CurrentSource | undefined> {
    requireAsWritten(this.#stores[ledger]);
    const { reader, signing } = this.#logs[ledger];
    const acknowledged = (await this.#stores[ledger].lastPosition()) + 1;
    // A failure to sign is in the log and in the metrics already: the package then says what is missing from it.
    if (ledger === 'trial') await this.#sign?.().catch(() => undefined);
    const latest = await reader.latestCheckpoint();
    if (latest === undefined) return undefined;
    const sealing = ledger === 'sealed' ? readSealingKeys(this.#sealingKeys) : undefined;
    return {
      trialId: TRIAL.id,
      store: this.#stores[ledger],
      checkpoint: latest.note,
      earlier: earlierNotes(reader, latest.note),
      keys: signing.verifiers,
      missing: Math.max(0, acknowledged - latest.size),
      ...(sealing && { sealing }),
    };
  }
}

/** Every checkpoint but the one that is named. */
export async function* earlierNotes(reader: LogReader, latest: string): AsyncGenerator<string> {
  for await (const page of reader.checkpoints()) for (const { note } of page) if (note !== latest) yield note;
}
