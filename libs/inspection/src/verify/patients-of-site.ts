import type { LedgerRecord } from '@bali/ledger';
import { PatientSites } from '@bali/projections/portable';
import { patientOfStream, TRIAL_STREAM } from '@bali/trial';

/** A record of a copy: its stream, its index in the log, and its line in the file of events, from 1. */
interface Place {
  readonly stream: string;
  readonly index: number;
  readonly line: number;
}

/** Holds each record of a site's copy to the site: it is of the trial, or of a patient who was there by then or came there later. */
export class PatientsOfSite {
  readonly #site: string;
  readonly #sites = new PatientSites();
  /** The first record of each patient that is of another site, unless the patient comes. */
  readonly #elsewhere = new Map<string, Place>();
  #taken = 0;

  constructor(site: string) {
    this.#site = site;
  }

  /** @returns whether it may belong into the copy: of a patient of another site, only the end of the copy tells. */
  take(record: LedgerRecord, index: number): boolean {
    const { stream } = record;
    this.#taken += 1;
    if (patientOfStream(stream) === undefined) return stream === TRIAL_STREAM;
    const isElsewhere = !this.#isThere(record);
    if (isElsewhere && !this.#elsewhere.has(stream)) this.#elsewhere.set(stream, { stream, index, line: this.#taken });
    this.#sites.take(record);
    if (this.#isThere(record)) this.#elsewhere.delete(stream);
    return true;
  }

  /** The first record of a patient who neither was nor came there. */
  get foreign(): Place | undefined {
    return [...this.#elsewhere.values()].toSorted((one, other) => one.index - other.index)[0];
  }

  #isThere(record: LedgerRecord): boolean {
    return this.#sites.siteOf(record) === this.#site;
  }
}
