import { type AccountState, evolveAccount, initialAccountState } from '@bali/access';
import { PatientSites } from '@bali/projections/portable';
import { dateAt, timeAt, TRIAL } from '@bali/protocol';
import {
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  patientOfStream,
  type PatientState,
  siteOf,
  TRIAL_STREAM,
  type TimeZones,
  timeZoneOf,
  type TrialState,
} from '@bali/trial';
import type { Found, Seen } from './check.js';

const ACCOUNT = 'account-';

/** Who recorded an event, and of which type it is: what a correction or an annulment of it is compared with. */
interface Origin {
  readonly person: string;
  readonly type: string;
}

/** What both ledgers have said so far: what every check may ask, so that none has to keep it for itself. */
export class Trail {
  #trial: TrialState = initialTrialState;
  readonly #patients = new Map<string, PatientState>();
  readonly #accounts = new Map<string, AccountState>();
  readonly #origins = new Map<string, Origin>();
  readonly #sites = new PatientSites();

  get trial(): TrialState {
    return this.#trial;
  }

  /** The patients by their codes, as their records stand. */
  get patients(): ReadonlyMap<string, PatientState> {
    return this.#patients;
  }

  /** The accounts by their names. */
  get accounts(): ReadonlyMap<string, AccountState> {
    return this.#accounts;
  }

  patient(code: string): PatientState {
    return this.#patients.get(code) ?? initialPatientState;
  }

  /** Where an event of the trial ledger comes from; `undefined` for one that is not there. */
  originOf(event: string): Origin | undefined {
    return this.#origins.get(event);
  }

  /** The clocks of a patient's sites. */
  zonesOf(patient: string): TimeZones {
    return timeZoneOf(this.patient(patient), this.#trial);
  }

  /** The time zone in which a record was made: that of its site, else of the trial. */
  zoneAt({ ledger, record }: Seen): string {
    const site = ledger === 'trial' ? this.#sites.siteOf(record) : undefined;
    return (site === undefined ? undefined : siteOf(this.#trial, site)?.timeZone) ?? TRIAL.timeZone;
  }

  /** The hour of the day, from 0 to 23, and the day of the week, from 1 (Monday) to 7, at which a record was made. */
  clockAt(seen: Seen): { readonly hour: number; readonly weekday: number } {
    const zone = this.zoneAt(seen);
    const { recordedAt } = seen.record.metadata;
    const hour = Number(timeAt(recordedAt, zone).slice(11, 13));
    const weekday = new Date(`${dateAt(recordedAt, zone)}T00:00:00Z`).getUTCDay();
    return { hour, weekday: weekday === 0 ? 7 : weekday };
  }

  /** A record as a check points at it. */
  pointAt(seen: Seen, note: string, field?: string): Found {
    const { ledger, position, record } = seen;
    const { id: event, type, metadata } = record;
    const patient = ledger === 'trial' ? patientOfStream(record.stream) : undefined;
    const site = ledger === 'trial' ? this.#sites.siteOf(record) : undefined;
    const { actor, recordedAt } = metadata;
    return {
      ...{ ledger, position, event, type, recordedAt, person: actor.userId, role: actor.role },
      ...(patient === undefined ? {} : { patient }),
      ...(site === undefined ? {} : { site }),
      ...(field === undefined ? {} : { field }),
      note,
    };
  }

  apply({ ledger, record }: Seen): void {
    if (ledger === 'trial') this.#applyTrial(record);
    else if (record.stream.startsWith(ACCOUNT)) {
      const account = record.stream.slice(ACCOUNT.length);
      this.#accounts.set(account, evolveAccount(this.#accounts.get(account) ?? initialAccountState, record));
    }
  }

  #applyTrial(record: Seen['record']): void {
    const patient = patientOfStream(record.stream);
    this.#origins.set(record.id, { person: record.metadata.actor.userId, type: record.type });
    this.#sites.take(record);
    if (patient !== undefined) this.#patients.set(patient, evolvePatient(this.patient(patient), record));
    else if (record.stream === TRIAL_STREAM) this.#trial = evolveTrial(this.#trial, record);
  }
}
