import type { LedgerRecord } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { type CorrectionEvent, patientOfStream } from '@bali/trial';

/** A transfer that stands: its event, the stream of the patient, and the site to which the patient went. */
export interface StandingTransfer {
  readonly event: string;
  readonly stream: string;
  readonly site: string;
}

/** The same with the position of its event. */
export interface PlacedTransfer extends StandingTransfer {
  readonly position: number;
}

/** What a record changes of the transfers; without a site, the transfer stands no more. */
export type TransferChange = Pick<StandingTransfer, 'event' | 'stream'> & { readonly site?: string };

type Reader = Pick<LedgerRecord, 'id' | 'stream' | 'type' | 'data'>;

/**
 * Where patients are, record by record: the code says where the consent was given, and transfers say what came of it. A record
 * belongs to the site where the patient was by then; a transfer itself, to the site that hands the patient over.
 */
export class PatientSites {
  readonly #transfers = new Map<string, StandingTransfer[]>();

  /** @param transfers those that stand, in their order. */
  constructor(transfers: Iterable<StandingTransfer> = []) {
    for (const transfer of transfers) this.#of(transfer.stream).push(transfer);
  }

  /** The site that a record is about: its patient's by now, or the one that it names. */
  siteOf({ stream, data }: Pick<LedgerRecord, 'stream' | 'data'>): string | undefined {
    const patient = patientOfStream(stream);
    if (patient !== undefined) return this.#transfers.get(stream)?.at(-1)?.site ?? siteOfPatient(patient);
    const { site } = data as { readonly site?: unknown };
    return typeof site === 'string' ? site : undefined;
  }

  /** Takes a record in. @returns what it changes. */
  take(record: Reader): TransferChange | undefined {
    const change = changeOf(record);
    if (change === undefined) return undefined;
    const { event, stream, site } = change;
    const others = this.#of(stream).filter((one) => one.event !== event);
    const place = this.#of(stream).findIndex((one) => one.event === event);
    const at = place < 0 ? others.length : place;
    this.#transfers.set(stream, site === undefined ? others : others.toSpliced(at, 0, { event, stream, site }));
    return change;
  }

  #of(stream: string): StandingTransfer[] {
    let transfers = this.#transfers.get(stream);
    if (transfers === undefined) this.#transfers.set(stream, (transfers = []));
    return transfers;
  }
}

function changeOf({ id, stream, type, data }: Reader): TransferChange | undefined {
  if (type === 'PatientTransferred') return { event: id, stream, site: (data as { readonly toSite: string }).toSite };
  if (type === 'EntryAnnulled') {
    const { annulledEvent, annulledType } = data as { readonly annulledEvent: string; readonly annulledType: string };
    return annulledType === 'PatientTransferred' ? { event: annulledEvent, stream } : undefined;
  }
  if (type !== 'DataCorrected') return undefined;
  const { correctedEvent, correctedType, field, newValue } = data as CorrectionEvent['data'];
  if (correctedType !== 'PatientTransferred' || field !== '/toSite') return undefined;
  return { event: correctedEvent, stream, site: String(newValue) };
}
