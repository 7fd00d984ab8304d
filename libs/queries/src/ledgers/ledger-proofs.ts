import type { Person } from '@bali/access';
import type { DisclosureLog } from '@bali/commands';
import type { KeptCheckpoint } from '@bali/event-store';
import { fingerprintOf, formatVerifierKey, type Ledger, LEDGERS, parseTilePath } from '@bali/ledger';
import type { TransparencyLog } from '@bali/log';
import { type Asker, shownTo } from '../asker.js';
import { QueryRefused } from '../query-refused.js';
import { isHeldBack, readableLedgers, requireReadable } from './ledger-rights.js';

/** The transparency logs by the names of their ledgers. */
export type LedgerLogs = Readonly<Record<Ledger, TransparencyLog>>;

/** A ledger as a transparency log: its name, its keys, and how far it is signed. */
export interface LedgerView {
  readonly ledger: Ledger;
  readonly origin: string;
  readonly keys: readonly { readonly verifierKey: string; readonly fingerprint: string }[];
  readonly signedSize?: number;
}

/** The proof that an event is in a tree. Hashes are in base64. */
export interface InclusionView {
  readonly index: number;
  readonly size: number;
  readonly root: string;
  readonly hashes: readonly string[];
}

/** The proof that a tree is the beginning of another one. Hashes are in base64. */
export interface ConsistencyView {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly hashes: readonly string[];
}

const RECEIPT_PATIENCE_MS = 5_000;
/** Leaves, or nodes of the level below, in a whole tile. */
const TILE_WIDTH = 256;

/** The ledgers as transparency logs, to those who may read them whole. Nothing is given beyond the last signed checkpoint. */
export class LedgerProofs {
  readonly #logs: LedgerLogs;
  readonly #disclosures: DisclosureLog;

  constructor(logs: LedgerLogs, disclosures: DisclosureLog) {
    this.#logs = logs;
    this.#disclosures = disclosures;
  }

  /** The ledgers that a person may read, with the keys that verify them. */
  async ledgers(person: Person): Promise<readonly LedgerView[]> {
    const readable = readableLedgers(person);
    const held = await Promise.all(readable.map((ledger) => isHeldBack(person, ledger, this.#disclosures)));
    return Promise.all(readable.filter((_, place) => held[place] === false).map((ledger) => this.#view(ledger)));
  }

  /** The last checkpoint, a signed note. @throws QueryRefused */
  async checkpoint(person: Person, ledger: Ledger): Promise<string> {
    await requireReadable(person, ledger, this.#disclosures);
    return (await this.#latest(ledger)).note;
  }

  /**
   * A tile or a bundle of entries. That entries of the sealed ledger are read is recorded before they are.
   * @param ledger any text: a ledger of another name is not there.
   * @param path what stands behind `tile/` in C2SP tlog-tiles.
   * @throws QueryRefused
   */
  async tile(asker: Asker, ledger: string, path: string): Promise<Uint8Array> {
    const name = LEDGERS.find((known) => known === ledger);
    const tile = parseTilePath(`tile/${path}`);
    if (name === undefined || tile === undefined) throw new QueryRefused('not-found');
    await requireReadable(asker.person, name, this.#disclosures);
    const signed = (await this.#latest(name)).size;
    const { level, index, width } = tile;
    return withinTree(async () => {
      const last = (index * TILE_WIDTH + width) * (level === 'entries' ? 1 : TILE_WIDTH ** level);
      if (last > signed) throw new RangeError(`the last checkpoint is of ${signed} events`);
      if (level !== 'entries') return this.#logs[name].reader.tile({ level, index, width });
      if (name === 'sealed') await this.#disclosures.recordReading('ledger-entries', shownTo(asker));
      return this.#logs[name].reader.entries(index, width);
    });
  }

  /** @param size of the tree. Default: that of the last checkpoint. @throws QueryRefused */
  async inclusion(person: Person, ledger: Ledger, index: number, size?: number): Promise<InclusionView> {
    await requireReadable(person, ledger, this.#disclosures);
    const { reader } = this.#logs[ledger];
    const of = size ?? (await this.#latest(ledger)).size;
    return withinTree(() => ({
      index,
      size: of,
      root: base64(reader.rootAt(of)),
      hashes: reader.inclusionProof(index, of).map(base64),
    }));
  }

  /** @param to the size of the newer tree. Default: that of the last checkpoint. @throws QueryRefused */
  async consistency(person: Person, ledger: Ledger, from: number, to?: number): Promise<ConsistencyView> {
    await requireReadable(person, ledger, this.#disclosures);
    const { reader } = this.#logs[ledger];
    const newer = to ?? (await this.#latest(ledger)).size;
    return withinTree(() => ({
      from,
      to: newer,
      fromRoot: base64(reader.rootAt(from)),
      toRoot: base64(reader.rootAt(newer)),
      hashes: reader.consistencyProof(from, newer).map(base64),
    }));
  }

  /** The receipt of an event (C2SP tlog-proof). @throws QueryRefused */
  async receipt(person: Person, ledger: Ledger, index: number): Promise<string> {
    await requireReadable(person, ledger, this.#disclosures);
    const log = this.#logs[ledger];
    const patience = AbortSignal.timeout(RECEIPT_PATIENCE_MS);
    if (index >= log.follower.size) throw new QueryRefused('beyond-the-end');
    const receipt = await log.receipt(index, patience);
    if (receipt === undefined) throw new QueryRefused('no-checkpoint');
    return receipt;
  }

  async #view(ledger: Ledger): Promise<LedgerView> {
    const log = this.#logs[ledger];
    const latest = await log.reader.latestCheckpoint();
    const keys = log.signing.verifiers.map((key) => ({
      verifierKey: formatVerifierKey(key),
      fingerprint: fingerprintOf(key),
    }));
    return { ledger, origin: log.origin, keys, ...(latest === undefined ? {} : { signedSize: latest.size }) };
  }

  async #latest(ledger: Ledger): Promise<KeptCheckpoint> {
    const latest = await this.#logs[ledger].reader.latestCheckpoint();
    if (latest === undefined) throw new QueryRefused('no-checkpoint');
    return latest;
  }
}

/** @throws QueryRefused `beyond-the-end` for what the log does not have. */
async function withinTree<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new QueryRefused('beyond-the-end', { detail: error.message });
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
