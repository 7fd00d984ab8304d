import { eventId, type LedgerRecord } from '@bali/ledger';
import { definitionOf, type EventType, patientStream } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import { commandIdOf, sampleRecord } from './sample-records.js';

export interface Circumstances {
  /** RFC 3339, UTC; otherwise a minute after the record before. */
  readonly recordedAt?: string;
  readonly reason?: string;
  /** The code beside it. */
  readonly reasonCode?: string;
  readonly actor?: LedgerRecord['metadata']['actor'];
}

/** A ledger written by hand: each call is a command of one event. Nothing is decided, so a test can write what it needs. */
export class History {
  readonly records: LedgerRecord[] = [];
  readonly #revisions = new Map<string, number>();

  trial(type: EventType, data: unknown, circumstances: Circumstances = {}): LedgerRecord {
    return this.#add('trial', type, data, circumstances);
  }

  patient(patient: string, type: EventType, data: unknown, circumstances: Circumstances = {}): LedgerRecord {
    return this.#add(patientStream(patient), type, data, circumstances);
  }

  of(patient: string): readonly LedgerRecord[] {
    return this.records.filter(({ stream }) => stream === patientStream(patient));
  }

  #add(
    stream: string,
    type: EventType,
    data: unknown,
    { recordedAt, reason, reasonCode, actor }: Circumstances,
  ): LedgerRecord {
    const n = this.records.length;
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    const { metadata } = sampleRecord(n);
    const commandId = commandIdOf(n);
    const record: LedgerRecord = {
      id: eventId(commandId, 0),
      stream,
      revision,
      type,
      schemaVersion: definitionOf(type).schemaVersion,
      data,
      metadata: {
        ...metadata,
        recordedAt: recordedAt ?? metadata.recordedAt,
        actor: actor ?? metadata.actor,
        ...(reason === undefined ? {} : { reason: uuidV5(reason, commandId).replaceAll('-', '').repeat(2) }),
        ...(reasonCode === undefined ? {} : { reasonCode }),
      },
    };
    this.records.push(record);
    return record;
  }
}
