import { openSealedRecord, SEALED_STREAM, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import { auditedLedger } from '@bali/inspection';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { redactedBy, type TextReference, textReferencesOf } from '@bali/projections';
import {
  type Decision,
  decideRedaction,
  patientStream,
  type RedactionRequest,
  type TextFound,
  TRIAL_STREAM,
} from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Streams } from '../streams.js';
import type { Erasing } from './erasing.js';

/** Where a free text of a ledger is looked for. */
interface Place {
  readonly stream: string;
  readonly records: () => Promise<readonly LedgerRecord[]>;
  readonly referencesOf: (record: LedgerRecord) => readonly TextReference[];
  /** The type of the event that says what was redacted. */
  readonly redacted: string;
  /** Whether a record may be known to whoever asks. Default: every record. */
  readonly isTheirs?: (record: LedgerRecord) => boolean;
}

export interface RedactionOptions {
  readonly trialLedger: EventStore;
  readonly sealedLedger: EventStore;
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  /** Of the sealed ledger. */
  readonly sealedHandler: CommandHandler;
  readonly sealingKeys: SealingKeys;
  readonly streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>;
  readonly erasing: Erasing;
}

/**
 * Erases free texts: first the event that says who, when and why, then the text, its salt and its copies. Whoever repeats the
 * command has the text erased again; what a crash cut in two is finished by whichever instance is up.
 */
export class Redaction {
  readonly #options: RedactionOptions;

  constructor(options: RedactionOptions) {
    this.#options = options;
  }

  /** Of a patient's record. @throws as {@link CommandHandler.handle} */
  ofPatient(patient: string, request: RedactionRequest, given: Given): Promise<Handled> {
    return this.#inTrialLedger(patientStream(patient), this.#options.streams.patients, request, given);
  }

  /** Of the record of the trial and its sites. @throws as {@link CommandHandler.handle} */
  ofTrial(request: RedactionRequest, given: Given): Promise<Handled> {
    return this.#inTrialLedger(TRIAL_STREAM, this.#options.streams.trials, request, given);
  }

  /**
   * Of what the unit recorded: that it is redacted is sealed too.
   * @param isOwn whether whoever asks records the cells of a patient.
   * @throws as {@link CommandHandler.handle}
   */
  async ofSealed(request: RedactionRequest, given: Given, isOwn: (patient: string) => boolean): Promise<Handled> {
    const { sealedHandler, streams, erasing } = this.#options;
    const place: Place = {
      stream: SEALED_STREAM,
      records: () => this.#sealedRecords(),
      referencesOf: auditedLedger('sealed').textsOf,
      redacted: 'SealedTextRedacted',
      isTheirs: ({ data }) => {
        const { patient } = data as { readonly patient?: string };
        return patient === undefined || isOwn(patient);
      },
    };
    const handled = await sealedHandler.handle({ ...redacting(place, request, given), streams: streams.blinding });
    for (const hash of await redactedIn(place, handled)) await erasing.fromSealed(hash);
    return handled;
  }

  async #inTrialLedger<State extends object>(
    stream: string,
    streams: StreamLoader<State>,
    request: RedactionRequest,
    given: Given,
  ): Promise<Handled> {
    const place: Place = {
      stream,
      records: () => this.#recordsOf(stream),
      referencesOf: textReferencesOf,
      redacted: 'TextRedacted',
    };
    const handled = await this.#options.handler.handle({ ...redacting(place, request, given), streams });
    for (const hash of await redactedIn(place, handled)) await this.#options.erasing.fromTrial(hash);
    return handled;
  }

  async #recordsOf(stream: string): Promise<readonly LedgerRecord[]> {
    return (await this.#options.trialLedger.readStream(stream)).map(({ leaf }) => recordOf(leaf));
  }

  async #sealedRecords(): Promise<readonly LedgerRecord[]> {
    const { sealedLedger, sealingKeys } = this.#options;
    const stored = await sealedLedger.readStream(SEALED_STREAM);
    return Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
  }
}

function redacting(place: Place, request: RedactionRequest, given: Given) {
  return {
    ...given,
    stream: () => place.stream,
    decide: async (): Promise<Decision> => {
      const decision = decideRedaction(request, await textFound(place, request, given));
      if ('refusal' in decision) return decision;
      return { events: decision.events.map(({ data }) => ({ type: place.redacted, data })) };
    },
  };
}

async function textFound(
  { records: read, referencesOf, redacted, isTheirs = () => true }: Place,
  { redactedEvent, field }: RedactionRequest,
  { envelope }: Given,
): Promise<TextFound> {
  const records = await read();
  const record = records.find((one) => one.id === redactedEvent && isTheirs(one));
  const references = record === undefined ? [] : referencesOf(record);
  const hash = references.find((reference) => reference.field === field)?.hash;
  const isRedacted = records.some((other) => other.type === redacted && redactedBy(other) === hash);
  const own = [envelope.actor.userId, ...(envelope.otherAccounts ?? [])];
  const isOwn = record !== undefined && own.includes(record.metadata.actor.userId);
  const places = references.map((reference) => reference.field);
  return { ...(hash === undefined ? {} : { hash }), isRedacted, isOwn, places };
}

/** What the events of a command redacted, also when they are those of its first time. */
async function redactedIn({ records, redacted }: Place, { events }: Handled): Promise<readonly string[]> {
  const own = (await records()).filter(({ id, type }) => type === redacted && events.includes(id));
  return own.flatMap((record) => redactedBy(record) ?? []);
}
