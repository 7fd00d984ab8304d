import type { Person } from '@bali/access';
import type { EventStore, StoredEvent } from '@bali/event-store';
import { formatVerifierKey, recordOf } from '@bali/ledger';
import { mayBeSignedLater, type TransparencyLog } from '@bali/log';
import { patientStream } from '@bali/trial';
import type { SignTrialLedger } from '../packages/package-sources.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { QueryRefused } from '../query-refused.js';
import { visiblePart } from '../visibility.js';

/** What a site keeps of a record that it entered. */
export interface Receipt {
  /** The id of the event. */
  readonly event: string;
  /** The position of the event in the ledger, which is the index of its leaf. */
  readonly index: number;
  /** The bytes of the record as they are hashed, in base64. */
  readonly leaf: string;
  /** C2SP tlog-proof. */
  readonly proof: string;
  readonly verifierKeys: readonly string[];
}

const PATIENCE_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

/**
 * Receipts: what a site keeps of each record that it enters. With the leaf and the log's key, anyone can verify later that the record
 * was in the trial's ledger then, and what it said, also against the sponsor and against us.
 */
export class Receipts {
  readonly #trialLedger: EventStore;
  readonly #log: TransparencyLog;
  readonly #sign: SignTrialLedger | undefined;

  /** @param sign signs the trial ledger where the log itself does not, but its process can. */
  constructor(trialLedger: EventStore, log: TransparencyLog, sign?: SignTrialLedger) {
    this.#trialLedger = trialLedger;
    this.#log = log;
    this.#sign = sign;
  }

  /** The receipt of an event of a patient. A checkpoint is signed if none covers it yet. @throws QueryRefused */
  async receipt(person: Person, patient: string, event: string): Promise<Receipt> {
    const { position, leaf } = await this.#eventOf(person, patient, event);
    return {
      event,
      index: position,
      leaf: Buffer.from(leaf).toString('base64'),
      proof: await this.#proofOf(position),
      verifierKeys: this.#log.signing.verifiers.map(formatVerifierKey),
    };
  }

  /** The proof alone. @throws QueryRefused */
  async proof(person: Person, patient: string, event: string): Promise<string> {
    const { position } = await this.#eventOf(person, patient, event);
    return this.#proofOf(position);
  }

  async #eventOf(person: Person, patient: string, event: string): Promise<StoredEvent> {
    const events = await this.#trialLedger.readStream(patientStream(patient));
    const { records } = visiblePart(
      person,
      patient,
      events.map(({ leaf }) => recordOf(leaf)),
    );
    const found = events.slice(0, records.length).find(({ id }) => id === event);
    if (found === undefined) {
      requireAsWritten(this.#trialLedger);
      throw new QueryRefused('not-found');
    }
    return found;
  }

  /** @throws QueryRefused `not-available` when no checkpoint covers the event yet, and none can be signed here and now. */
  async #proofOf(position: number): Promise<string> {
    const covered = await this.#coveredProofOf(position);
    if (covered !== undefined) return covered;
    // A failure to sign is in the log and in the metrics already.
    await this.#sign?.().catch(() => undefined);
    const proof = this.#sign && (await this.#coveredProofOf(position));
    if (proof !== undefined) return proof;
    const detail = 'no signed checkpoint covers the record yet';
    throw new QueryRefused('not-available', { detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }

  #coveredProofOf(position: number): Promise<string | undefined> {
    return this.#log.receipt(position, AbortSignal.timeout(PATIENCE_MS)).catch((error: unknown) => {
      if (mayBeSignedLater(error)) return undefined;
      throw error;
    });
  }
}
