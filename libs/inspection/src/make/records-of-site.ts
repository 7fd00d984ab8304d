import { recordOf } from '@bali/ledger';
import { PatientSites } from '@bali/projections/portable';
import { patientOfStream, TRIAL_STREAM } from '@bali/trial';

/** An event as a ledger's store gives it. */
export interface StoredRecord {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly leaf: Uint8Array;
}

/** What may change where a patient is. */
const MAY_MOVE: ReadonlySet<string> = new Set(['PatientTransferred', 'DataCorrected', 'EntryAnnulled']);

/**
 * Which events belong into a site's copy: those of the trial as a whole, which concerns every site; the whole record of each patient who is
 * there; and of a patient who was there, what was recorded until the site handed the patient over.
 */
export class RecordsOfSite {
  readonly #site: string;
  readonly #sites = new PatientSites();
  /** The last revision of each patient's record that was made while the patient was there. */
  readonly #through = new Map<string, number>();

  constructor(site: string) {
    this.#site = site;
  }

  /** Takes an event in; all of them, in their order, come before the first question. */
  take({ stream, revision, type, leaf }: StoredRecord): void {
    if (patientOfStream(stream) === undefined) return;
    if (this.#isThere(stream)) this.#through.set(stream, revision);
    if (MAY_MOVE.has(type)) this.#sites.take(recordOf(leaf));
  }

  holds({ stream, revision }: Pick<StoredRecord, 'stream' | 'revision'>): boolean {
    if (patientOfStream(stream) === undefined) return stream === TRIAL_STREAM;
    return this.#isThere(stream) || revision <= (this.#through.get(stream) ?? -1);
  }

  #isThere(stream: string): boolean {
    return this.#sites.siteOf({ stream, data: {} }) === this.#site;
  }
}
