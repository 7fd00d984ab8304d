import type { SQLInputValue } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { EventStore } from '@bali/event-store';
import { canonicalJson, type LedgerRecord, recordOf } from '@bali/ledger';
import {
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  type PatientState,
  type PatientStatus,
  patientStream,
  TRIAL_STREAM,
  type TrialState,
} from '@bali/trial';
import { DAY_MS } from '../event-index/event-index.js';
import type { ProjectionsSource } from '../runner/projection.js';
import { FoldedProjections } from '../runner/folded-projections.js';
import { type PatientSummary, summaryOf } from '../trial-state/patient-summary.js';
import { DigestOfDocuments } from '../trial-state/state-digest.js';
import { trialStateProjection } from '../trial-state/trial-state-projection.js';
import { type PatientFilter, type PatientPage, TrialStateQueries } from '../trial-state/trial-state-queries.js';

/** Number of events that are folded in one turn of the event loop: a few milliseconds of work. */
const EVENTS_AT_ONCE = 100;

/** How many patients have which status. */
export type StatusCounts = Readonly<Partial<Record<PatientStatus, number>>>;

/**
 * The state of the trial as it was after an event, without folding the ledger from its start: the record of one patient is
 * folded from that patient's own events, and who had which status is kept by the projection `trial-state-history`. The digest
 * and the records of all patients are folded from the ledger's leaves, and depend on no projections file.
 *
 * Only positions that the projections have applied can be asked for.
 */
export class StateAsOf {
  readonly #source: ProjectionsSource;
  readonly #store: Pick<EventStore, 'read' | 'readStream'>;
  readonly #scratch: string;

  /**
   * @param source a runner with `TRIAL_HISTORY_PROJECTIONS`.
   * @param scratch a directory in which scratch files take their space.
   */
  constructor(source: ProjectionsSource, store: Pick<EventStore, 'read' | 'readStream'>, scratch: string) {
    this.#source = source;
    this.#store = store;
    this.#scratch = scratch;
  }

  /**
   * The last event before the first one that was recorded after a moment; -1: none. So nothing is shown that came later, also in
   * an older ledger whose clock was set back.
   */
  positionAt(instant: string): number {
    const milliseconds = Date.parse(instant);
    const day = Math.floor(milliseconds / DAY_MS);
    // The first position of that day or a later one bounds the search: it goes on from there to the end of the day at most.
    const later = this.#source.reader
      .prepare(
        `SELECT position FROM indexed_event
          WHERE position >= (SELECT min(first) FROM indexed_day WHERE day >= ?) AND recorded_at > ?
          ORDER BY position LIMIT 1`,
      )
      .get(day, milliseconds);
    if (later !== undefined) return Number(later['position']) - 1;
    const last = this.#source.reader.prepare('SELECT max(position) AS last FROM indexed_event').get();
    return Number(last?.['last'] ?? -1);
  }

  async trial(position: number): Promise<TrialState> {
    return (await this.#records(TRIAL_STREAM, position)).reduce(evolveTrial, initialTrialState);
  }

  /** Undefined for a patient of whom nothing was recorded yet. */
  async patient(position: number, patient: string): Promise<PatientState | undefined> {
    const records = await this.#records(patientStream(patient), position);
    return records.length === 0 ? undefined : records.reduce(evolvePatient, initialPatientState);
  }

  statusCounts(position: number, filter: Pick<PatientFilter, 'sites'> = {}): StatusCounts {
    const { sql, parameters } = asOfQuery(position, filter, '', -1);
    const rows = this.#source.reader
      .prepare(`SELECT status, count(*) AS patients FROM (${sql}) GROUP BY status`)
      .all(...parameters);
    return Object.fromEntries(rows.map((row) => [String(row['status']), Number(row['patients'])]));
  }

  /** Patients in the order of their codes. @param after the code to go on after: {@link PatientPage.next}. */
  async page(position: number, filter: PatientFilter, after: string | undefined, limit: number): Promise<PatientPage> {
    const codes = this.#codes(position, filter, after ?? '', limit + 1);
    const patients: PatientSummary[] = [];
    for (const code of codes.slice(0, limit)) {
      const state = await this.patient(position, code);
      if (state !== undefined) patients.push(summaryOf(code, state));
      await setImmediate(); // Others are answered meanwhile.
    }
    const last = patients.at(-1);
    return codes.length > limit && last !== undefined ? { patients, next: last.patient } : { patients };
  }

  /**
   * See `stateDigest`: over the whole state, so the ledger is folded from its start. It is the one thing here that takes as long
   * as a replay.
   */
  async digest(position: number, signal?: AbortSignal): Promise<string> {
    const digest = new DigestOfDocuments();
    for await (const [patient, state] of this.patients(position)) {
      signal?.throwIfAborted();
      digest.add(patient, canonicalJson(state));
    }
    return digest.end(canonicalJson(await this.trial(position)));
  }

  /** Every patient's record, in the order in which canonical JSON has them. */
  async *patients(position: number): AsyncGenerator<readonly [string, PatientState]> {
    const folded = new FoldedProjections(this.#scratch, [trialStateProjection]);
    try {
      for await (const page of this.#store.read(0, EVENTS_AT_ONCE)) {
        folded.apply(page.filter((event) => event.position <= position));
        if (folded.position >= position) break;
      }
      for (const [code, state] of new TrialStateQueries(folded).patients()) {
        yield [code, state];
        await setImmediate(); // Others are answered meanwhile.
      }
    } finally {
      folded.close();
    }
  }

  #codes(position: number, filter: PatientFilter, after: string, limit: number): readonly string[] {
    const { sql, parameters } = asOfQuery(position, filter, after, limit);
    return this.#source.reader
      .prepare(sql)
      .all(...parameters)
      .map((row) => String(row['patient']));
  }

  async #records(stream: string, position: number): Promise<readonly LedgerRecord[]> {
    const events = await this.#store.readStream(stream);
    return events.filter((event) => event.position <= position).map(({ leaf }) => recordOf(leaf));
  }
}

/** For the test of the query plan: the patients that there were, each with the status that it had. */
export function asOfQuery(
  position: number,
  { sites, status }: PatientFilter,
  after: string,
  limit: number,
): { readonly sql: string; readonly parameters: readonly SQLInputValue[] } {
  const parameters: SQLInputValue[] = [after, position];
  if (sites !== undefined) parameters.push(JSON.stringify(sites));
  if (status !== undefined) parameters.push(status);
  return {
    // SQLite gives the other columns of the row that has the maximum.
    sql: `SELECT patient, status, max(position) FROM patient_status_change
           WHERE patient > ? AND position <= ?${sites === undefined ? '' : ' AND site IN (SELECT value FROM json_each(?))'}
           GROUP BY patient${status === undefined ? '' : ' HAVING status = ?'} ORDER BY patient LIMIT ?`,
    parameters: [...parameters, limit],
  };
}
