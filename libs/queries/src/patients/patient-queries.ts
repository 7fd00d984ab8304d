import { permits, type Person, signatureStandings } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import {
  endpointOfPatient,
  type FieldChoice,
  type FieldHistory,
  fieldHistory,
  type PatientSummary,
  patientTimeline,
  type ProjectionRunner,
  type TimelineEntry,
  type TrialStateQueries,
} from '@bali/projections';
import { dateAt, TRIAL } from '@bali/protocol';
import {
  alertClocks,
  evolvePatient,
  type FieldVerification,
  initialPatientState,
  isLocked,
  type PatientState,
  type PatientStatus,
  queriesOf,
  patientStream,
  statusOf,
  timeZoneOf,
  verificationOf,
} from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, type Page, pageOf, type PageRequest } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import type { FreeTexts } from '../texts/free-texts.js';
import { requireOnceOwnPatient, shownTexts, textsWithin, visiblePart, visibleSites } from '../visibility.js';
import type { PatientView, WithTexts } from './patient-view.js';

const LIST = 'patients by code';

/** Which patients a list is of. */
export interface PatientListRequest extends AtLeast, PageRequest {
  readonly site?: string;
  readonly status?: PatientStatus;
}

/** The patients of the trial, and the chart of each. A site role sees the patients of its own sites. */
export class PatientQueries {
  readonly #trialLedger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #texts: FreeTexts;
  readonly #now: Clock;

  constructor(
    trialLedger: EventStore,
    runner: ProjectionRunner,
    state: TrialStateQueries,
    texts: FreeTexts,
    now: Clock,
  ) {
    this.#now = now;
    this.#trialLedger = trialLedger;
    this.#runner = runner;
    this.#state = state;
    this.#texts = texts;
  }

  /** A page of patients in the order of their codes. @throws QueryRefused, LedgerHeld */
  async list(person: Person, request: PatientListRequest): Promise<Page<PatientSummary>> {
    requireAsWritten(this.#trialLedger);
    await untilApplied(this.#runner, request);
    const sites = visibleSites(person, request.site);
    const filter = { ...(sites && { sites }), ...(request.status && { status: request.status }) };
    const after = request.cursor === undefined ? undefined : String(decodeCursor(LIST, request.cursor, 1)[0]);
    const { patients, next } = this.#state.page(filter, after, request.limit ?? DEFAULT_PAGE_SIZE);
    return pageOf(LIST, patients, next);
  }

  /** The chart as it stands now, with every correction applied. @throws QueryRefused */
  async chart(person: Person, patient: string, request: AtLeast): Promise<PatientView> {
    const { site, records } = await this.#recordsOf(person, patient, request);
    const state = records.reduce(evolvePatient, initialPatientState);
    const texts = shownTexts(records, await this.#texts.shownTo(person, records, site));
    const signatures = signatureStandings(records);
    const revision = records.length - 1;
    return {
      patient,
      site,
      status: statusOf(state),
      revision,
      ...recordIn(state),
      ...alertsIn(state),
      ...queriesIn(state),
      ...this.#endpointOf(person, patient),
      signatures,
      texts,
      ...this.#shortness(),
    };
  }

  /** Whoever treats, or could amend a target, is not led by outcomes before the lock. */
  #endpointOf({ role }: Person, patient: string): Pick<PatientView, 'endpoint'> {
    const trial = this.#state.trial();
    const summary = this.#state.summary(patient);
    if (summary === undefined || !(isLocked(trial) || permits(role, 'read-outcomes'))) return {};
    const endpoint = endpointOfPatient(trial, summary, dateAt(this.#now().toISOString(), TRIAL.timeZone));
    return endpoint === undefined ? {} : { endpoint };
  }

  /** Of a ledger that is held, a chart shows what is verified: it may lack what was recorded last. */
  #shortness(): Pick<PatientView, 'mayBeShort'> {
    const { held } = this.#trialLedger;
    if (held === undefined) return {};
    return { mayBeShort: `The trial ledger is held: ${held.found}. What was recorded last may be missing here.` };
  }

  /** What happened to a patient, in the order in which it happened. @throws QueryRefused */
  async timeline(person: Person, patient: string, request: AtLeast): Promise<readonly WithTexts<TimelineEntry>[]> {
    const { site, records } = await this.#recordsOf(person, patient, request);
    const state = records.reduce(evolvePatient, initialPatientState);
    const texts = shownTexts(records, await this.#texts.shownTo(person, records, site));
    const entries = patientTimeline(records, timeZoneOf(state, this.#state.trial()));
    return entries.map((entry) => ({ ...entry, texts: textsWithin(entry, texts) }));
  }

  /** Each value of the chart, from its first entry through every correction. @throws QueryRefused */
  async fieldHistory(
    person: Person,
    patient: string,
    { event, field, ...request }: AtLeast & FieldChoice,
  ): Promise<readonly WithTexts<FieldHistory>[]> {
    const { site, records } = await this.#recordsOf(person, patient, request);
    const texts = shownTexts(records, await this.#texts.shownTo(person, records, site));
    const histories = fieldHistory(records, { ...(event && { event }), ...(field && { field }) });
    return histories.map((history) => ({ ...history, texts: textsWithin(history, texts) }));
  }

  /** How each value of the chart stands that can be compared with its source. @throws QueryRefused */
  async verification(person: Person, patient: string, request: AtLeast): Promise<readonly FieldVerification[]> {
    const { records } = await this.#recordsOf(person, patient, request);
    return verificationOf(records.reduce(evolvePatient, initialPatientState));
  }

  /** @throws QueryRefused, LedgerHeld where the ledger is held and what is left of it has nothing of the patient. */
  async #recordsOf(
    person: Person,
    patient: string,
    request: AtLeast,
  ): Promise<{ readonly site: string; readonly records: readonly LedgerRecord[] }> {
    requireOnceOwnPatient(person, patient, this.#state);
    await untilApplied(this.#runner, request);
    const stored = await this.#trialLedger.readStream(patientStream(patient));
    if (stored.length === 0) {
      requireAsWritten(this.#trialLedger); // The patient may be among what is lost, or not verified: "none" would be a lie.
      throw new QueryRefused('not-found', { detail: 'there is no patient of this code' });
    }
    return visiblePart(
      person,
      patient,
      stored.map(({ leaf }) => recordOf(leaf)),
    );
  }
}

function alertsIn(state: PatientState): Pick<PatientView, 'alerts'> {
  const alerts = alertClocks(state);
  return alerts.length === 0 ? {} : { alerts };
}

function queriesIn(state: PatientState): Pick<PatientView, 'queries'> {
  const queries = queriesOf(state);
  return queries.length === 0 ? {} : { queries };
}

/** What stands of the record, what was annulled, and what is said to be wrong. */
function recordIn({ entries, struck, errata }: PatientState): Pick<PatientView, 'entries' | 'struck' | 'errata'> {
  return { entries, ...(struck && { struck }), ...(errata && { errata }) };
}
