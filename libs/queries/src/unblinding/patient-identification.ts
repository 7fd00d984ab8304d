import type { StreamLoader } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { siteOfPatient } from '@bali/protocol';
import {
  currentSite,
  last,
  type PatientState,
  patientStream,
  randomizedAtOf,
  siteOf,
  TRIAL_STREAM,
  type TrialState,
} from '@bali/trial';
import { requireAsWritten } from '../ledgers/as-written.js';
import { QueryRefused } from '../query-refused.js';

/** Who a patient is, as far as a physician has to know who is about to open the code. Nothing of it depends on an arm. */
export interface IdentifiedPatient {
  readonly patient: string;
  readonly site: string;
  readonly siteName: string;
  readonly city: string;
  readonly yearOfBirth: number;
  readonly sex: 'female' | 'male';
  /** When the patient was randomized; absent: there is nothing to open yet. */
  readonly randomizedAt?: string;
  /** When the site recorded the implantation; absent: it recorded none. */
  readonly implantedAt?: string;
}

export interface PatientIdentificationOptions {
  readonly trialLedger: EventStore;
  readonly trials: StreamLoader<TrialState>;
  readonly patients: StreamLoader<PatientState>;
}

/** Finds one patient by the exact code, at any site, and gives no list of any. */
export class PatientIdentification {
  readonly #options: PatientIdentificationOptions;

  constructor(options: PatientIdentificationOptions) {
    this.#options = options;
  }

  /** Looks into the ledger itself, so that no projection that is behind stands in the way. @throws QueryRefused, LedgerHeld */
  async of(patient: string): Promise<IdentifiedPatient> {
    const { trialLedger, trials, patients } = this.#options;
    const { state } = await patients.load(patientStream(patient));
    const consent = last(state, 'ConsentGiven')?.data;
    if (consent === undefined) {
      requireAsWritten(trialLedger);
      const detail =
        'there is no patient of this code: it is the site’s three letters, a hyphen and a number, as on the patient’s card. ' +
        'Read it again, or ask the site';
      throw new QueryRefused('not-found', { detail });
    }
    const code = currentSite(state) ?? siteOfPatient(patient);
    const site = siteOf((await trials.load(TRIAL_STREAM)).state, code);
    const randomizedAt = randomizedAtOf(state);
    const implantedAt = last(state, 'Implanted')?.data.implantedAt;
    return {
      ...{ patient, site: code, siteName: site?.name ?? '', city: site?.city ?? '' },
      ...{ yearOfBirth: consent.yearOfBirth, sex: consent.sex },
      ...(randomizedAt === undefined ? {} : { randomizedAt }),
      ...(implantedAt === undefined ? {} : { implantedAt }),
    };
  }
}
