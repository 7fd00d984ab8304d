import { type SignatureGiven, signed } from '@bali/access';
import type { Appended, EventStore, EventToAppend } from '@bali/event-store';
import { eventId, type FreeText, leafOf, type LedgerRecord } from '@bali/ledger';
import { type DecidedEvent, type EventDefinition, schemaViolation } from '@bali/schema';
import type { CommandEnvelope } from './command.js';

export interface Software {
  readonly version: string;
  readonly commit: string;
}

export interface RecordWriterOptions {
  readonly store: EventStore;
  readonly trialId: string;
  readonly software: Software;
  /** What an event of a type holds now. @throws UnknownEvent */
  readonly definitionOf: (type: string) => EventDefinition;
  /** Which events are never written without a signature. */
  readonly mustBeSigned?: (event: DecidedEvent) => boolean;
  /**
   * Gives, for one event, what is stored in place of its record, signed or not: in the sealed ledger, the same with what happened
   * sealed. The record may be made several times, and the same record has to become the same.
   */
  readonly sealer?: () => (record: LedgerRecord) => LedgerRecord;
}

/** What was decided, and on what. */
export interface Decided {
  readonly stream: string;
  /** The revision decided on. */
  readonly revision: number;
  readonly events: readonly DecidedEvent[];
  readonly envelope: CommandEnvelope;
  /** The clock's time. The events are recorded then, or at the instant of the ledger's last event if that is later. */
  readonly recordedAt: Date;
  /** The hash of the reason given. */
  readonly reason?: string;
  /** The code beside it. */
  readonly reasonCode?: string;
  readonly texts: readonly FreeText[];
  /** The signature of each event, in their order; `undefined` for one that is not signed, nothing if none is. */
  readonly signatures?: readonly (SignatureGiven | undefined)[];
}

/** Makes records of decided events, and appends them: the one place where they are signed and a leaf's bytes are made. */
export class RecordWriter {
  readonly #options: RecordWriterOptions;

  constructor(options: RecordWriterOptions) {
    this.#options = options;
  }

  /** @throws what {@link EventStore.append} throws. */
  async append({ stream, revision, events, texts, signatures = [], ...around }: Decided): Promise<Appended> {
    const { store, mustBeSigned } = this.#options;
    const appended = events.map((event, place) => {
      const unsigned = this.#recordOf(event, place, stream, revision, around);
      const signature = signatures[place];
      if (signature === undefined && mustBeSigned?.(event) === true) throw new Error(`${event.type} has to be signed`);
      return this.#toAppend(unsigned, signature);
    });
    return store.append({ stream, expectedRevision: revision, events: appended, texts });
  }

  #toAppend(unsigned: LedgerRecord, signature: SignatureGiven | undefined): EventToAppend {
    const seal = this.#options.sealer?.();
    const recordAt = (recordedAt: string): LedgerRecord => {
      const dated = { ...unsigned, metadata: { ...unsigned.metadata, recordedAt } };
      const open = signature === undefined ? dated : signed(dated, signature);
      return seal?.(open) ?? open;
    };
    const { recordedAt } = unsigned.metadata;
    const record = recordAt(recordedAt);
    const dated = { recordedAt, leafAt: (instant: string) => leafOf(recordAt(instant)) };
    return { id: record.id, type: record.type, leaf: leafOf(record), dated };
  }

  /** An operator reads the log, and may not know what is sealed: neither its type nor its fields. */
  #malformed(why: string): Error {
    return new Error(this.#options.sealer === undefined ? why : 'a sealed event was decided on that breaks its schema');
  }

  #recordOf(
    { type, data }: DecidedEvent,
    place: number,
    stream: string,
    revision: number,
    { envelope, recordedAt, reason, reasonCode }: Pick<Decided, 'envelope' | 'recordedAt' | 'reason' | 'reasonCode'>,
  ): LedgerRecord {
    const definition = this.#options.definitionOf(type);
    const violation = schemaViolation(definition, data);
    if (violation !== undefined)
      throw this.#malformed(`${type}${violation.field} was decided on, but ${violation.rule}`);
    const { commandId, correlationId, causationId, actor, source } = envelope;
    const { trialId, software } = this.#options;
    const why = { ...(reason === undefined ? {} : { reason }), ...(reasonCode === undefined ? {} : { reasonCode }) };
    const instant = recordedAt.toISOString();
    return {
      id: eventId(commandId, place),
      stream,
      revision: revision + 1 + place,
      type,
      schemaVersion: definition.schemaVersion,
      data,
      metadata: {
        trialId,
        recordedAt: instant,
        actor,
        commandId,
        correlationId,
        causationId,
        ...why,
        source,
        software,
      },
    };
  }
}
