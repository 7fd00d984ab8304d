import { ACCESS_EVENTS } from '@bali/access';
import { type Actor, eventId, type LedgerRecord, type RecordSignature } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import type { DecidedEvent } from '@bali/schema';
import type { ReviewedLedger, Seen } from '@bali/trail-review';
import { EVENT_CATALOGUE, patientStream } from '@bali/trial';
import { recordsOf } from '@bali/trial/testing';
import { v5 as uuidV5 } from 'uuid';

const NAMESPACE = '0b8c1b1e-5f5a-5c0e-9c57-0c2f5d2f4a11';

/** Around an event that is told: when it was recorded, by whom, and why. */
export interface ToldAround {
  readonly at: string;
  /** Default: the coordinator of the site, or an administrator. */
  readonly by?: string;
  readonly role?: string;
  readonly reason?: string;
  readonly commit?: string;
  readonly isSigned?: boolean;
}

/** What a trial and an access ledger hold, told record by record. No rule is asked: a misdeed breaks them. */
export class TwoLedgers {
  /** Number of the last events of the trial ledger that no witness has seen. */
  unseenByWitnesses = 0;
  readonly #records: { readonly ledger: ReviewedLedger; readonly record: LedgerRecord }[] = [];
  readonly #revisions = new Map<string, number>();

  /** Records an event of a patient. @returns the id of the event */
  patient(code: string, event: DecidedEvent, around: ToldAround): string {
    return this.#told('trial', patientStream(code), event, {
      by: `coordinator of ${code}`,
      role: 'study-coordinator',
      ...around,
    });
  }

  /** Records an event of the trial as a whole. @returns the id of the event */
  trial(event: DecidedEvent, around: ToldAround): string {
    return this.#told('trial', 'trial', event, { by: 'sponsor', role: 'sponsor-coordinator', ...around });
  }

  /** Records what happens to an account, or in another stream of the access ledger. @returns the id of the event */
  access(stream: string, event: DecidedEvent, around: ToldAround): string {
    return this.#told('access', stream, event, { by: 'ada', role: 'administrator', ...around });
  }

  /** The planned way of a patient: each event is recorded on the morning of the next working day. */
  course(code: string, events: readonly DecidedEvent[]): void {
    for (const { metadata, type, data } of recordsOf(events, { stream: patientStream(code) })) {
      this.patient(code, { type, data }, { at: nextMorning(metadata.recordedAt) });
    }
  }

  /** The records of both ledgers, each in the order of its times. */
  seen(): readonly Seen[] {
    return (['trial', 'access'] as const).flatMap((ledger) => {
      const own = this.#records.filter((one) => one.ledger === ledger).map(({ record }) => record);
      const sorted = own.toSorted(
        (one, other) => Date.parse(one.metadata.recordedAt) - Date.parse(other.metadata.recordedAt),
      );
      return sorted.map((record, position) => ({ ledger, position, record }));
    });
  }

  #told(ledger: ReviewedLedger, stream: string, { type, data }: DecidedEvent, around: ToldAround): string {
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    const commandId = uuidV5(`${stream} ${revision}`, NAMESPACE);
    const { at, by = '', role = '', reason, commit = '0000000', isSigned = false } = around;
    const actor: Actor = { userId: by, name: by, role, organisation: 'CHU de Reims' };
    const catalogue: Readonly<Record<string, { readonly schemaVersion: number }>> = {
      ...ACCESS_EVENTS,
      ...EVENT_CATALOGUE,
    };
    const record: LedgerRecord = {
      id: eventId(commandId, 0),
      ...{ stream, revision, type, schemaVersion: catalogue[type]?.schemaVersion ?? 1, data },
      metadata: {
        trialId: TRIAL.id,
        recordedAt: at,
        actor,
        ...{ commandId, correlationId: commandId, causationId: commandId },
        ...(reason === undefined ? {} : { reason }),
        ...(isSigned ? { signature: signatureOf(by, at) } : {}),
        source: { client: 'test', ip: '192.0.2.1' },
        software: { version: '0.1.0', commit },
      },
    };
    this.#records.push({ ledger, record });
    return record.id;
  }
}

function signatureOf(name: string, signedAt: string): RecordSignature {
  return { name, meaning: 'as signed', signedAt, contentHash: '5f'.repeat(32), method: 'password' };
}

/** Ten o'clock in UTC on the next day that is neither a Saturday nor a Sunday, and some minutes by chance of the moment. */
function nextMorning(moment: string): string {
  const day = new Date(Date.parse(moment) + 86_400_000);
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1);
  day.setUTCHours(10);
  return day.toISOString();
}
