import type { Person } from '@bali/access';
import type { EventStore, StoredEvent } from '@bali/event-store';
import { type Actor, type LedgerRecord, recordOf } from '@bali/ledger';
import {
  type Difference,
  type PatientSummary,
  type ProjectionRunner,
  recordsAt,
  type StateAsOf,
  type StatusCounts,
  type Step,
  stepsThrough,
} from '@bali/projections';
import {
  isOpen,
  type PatientEntry,
  patientOfStream,
  type PatientStatus,
  patientStream,
  sitesOf,
  statusOf,
  targetInForce,
} from '@bali/trial';
import { requireAsWritten } from '../ledgers/as-written.js';
import { requireWholeLedger } from '../ledgers/ledger-rights.js';
import type { WithTexts } from '../patients/patient-view.js';
import type { FreeTexts } from '../texts/free-texts.js';
import { recordsHolding } from '../texts/records-holding.js';
import { shownTexts, textsWithin } from '../visibility.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, type Page, pageOf, type PageRequest } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import { type EventMarks, eventMarks } from './event-marks.js';

/** A moment of the past. Without either, it is the last event; with both, the earlier one counts. */
export interface AsOf {
  readonly position?: number;
  readonly instant?: string;
}

export interface PatientsAsOfRequest extends AsOf, PageRequest {
  readonly site?: string;
  readonly status?: PatientStatus;
}

export interface StepsRequest {
  readonly from: number;
  /** Default: the last event. */
  readonly to?: number;
  readonly limit?: number;
  /** Whether each step has the digest of the whole state after it. */
  readonly digests?: boolean;
}

/** The state of the trial as it was. */
export interface StateView {
  readonly position: number;
  readonly recordedAt?: string;
  readonly targetInForce: number;
  readonly openSites: readonly string[];
  readonly patients: StatusCounts;
  /** See `stateDigest`. */
  readonly digest?: string;
}

/** A patient's chart as it was. */
export interface PatientAsOf {
  readonly position: number;
  readonly patient: string;
  readonly status: PatientStatus;
  readonly entries: readonly PatientEntry[];
}

export interface PatientsAsOf extends Page<PatientSummary> {
  readonly position: number;
}

/** An event, and what it changed. */
export interface StepView {
  readonly position: number;
  readonly type: string;
  readonly stream: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly differences: readonly Difference[];
  readonly digest?: string;
}

const LIST = 'patients as of';
const HASH = /^[0-9a-f]{64}$/;
/** For the digests of steps, the whole state is held in memory: digests are given up to this event. */
const MOST_EVENTS_WITH_DIGESTS = 20_000;

/** The trial as it was, and what each event changed, to those who may read the trial ledger whole. */
export class TrialReplay {
  readonly #trialLedger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #asOf: StateAsOf;
  readonly #texts: FreeTexts;

  constructor(trialLedger: EventStore, runner: ProjectionRunner, asOf: StateAsOf, texts: FreeTexts) {
    this.#trialLedger = trialLedger;
    this.#runner = runner;
    this.#asOf = asOf;
    this.#texts = texts;
  }

  /** @param withDigest takes as long as a replay of the ledger. @throws QueryRefused */
  async state(person: Person, asOf: AsOf, withDigest = false): Promise<StateView> {
    const position = this.#positionOf(person, asOf);
    const trial = await this.#asOf.trial(position);
    const [last] = position < 0 ? [] : await recordsAt(this.#trialLedger, [position]);
    return {
      position,
      ...(last === undefined ? {} : { recordedAt: last.record.metadata.recordedAt }),
      targetInForce: targetInForce(trial),
      openSites: sitesOf(trial)
        .filter(isOpen)
        .map(({ code }) => code),
      patients: this.#asOf.statusCounts(position),
      ...(withDigest ? { digest: await this.#asOf.digest(position) } : {}),
    };
  }

  /** The patients that there were, in the order of their codes. @throws QueryRefused */
  async patients(person: Person, request: PatientsAsOfRequest): Promise<PatientsAsOf> {
    const position = this.#positionOf(person, request);
    const { site, status, cursor, limit = DEFAULT_PAGE_SIZE } = request;
    const after = cursor === undefined ? undefined : String(decodeCursor(LIST, cursor, 1)[0]);
    const filter = { ...(site && { sites: [site] }), ...(status && { status }) };
    const { patients, next } = await this.#asOf.page(position, filter, after, limit);
    return { position, ...pageOf(LIST, patients, next) };
  }

  /** @throws QueryRefused */
  async patient(person: Person, patient: string, asOf: AsOf): Promise<WithTexts<PatientAsOf>> {
    const position = this.#positionOf(person, asOf);
    const state = await this.#asOf.patient(position, patient);
    if (state === undefined) throw new QueryRefused('not-found', { detail: 'there was no patient of this code then' });
    const stored = await this.#trialLedger.readStream(patientStream(patient));
    const records = stored.filter((event) => event.position <= position).map(({ leaf }) => recordOf(leaf));
    const view = { position, patient, status: statusOf(state), entries: state.entries };
    return { ...view, texts: textsWithin(view, await this.#shown(person, records)) };
  }

  /** What each event between two points changed, value by value. @throws QueryRefused */
  async steps(person: Person, request: StepsRequest): Promise<Page<WithTexts<StepView>>> {
    requireWholeLedger(person, 'trial');
    requireAsWritten(this.#trialLedger);
    const { from, limit = DEFAULT_PAGE_SIZE, digests = false } = request;
    const to = request.to ?? this.#runner.lastApplied;
    this.#requireApplied(Math.max(from, to));
    if (digests && to > MOST_EVENTS_WITH_DIGESTS) {
      const detail = `digests of steps are given up to event ${MOST_EVENTS_WITH_DIGESTS}: ask for that of a state`;
      throw new QueryRefused('beyond-the-end', { detail });
    }
    const steps: Step[] = [];
    const events = upTo(this.#trialLedger, from, to);
    for await (const step of stepsThrough(events, this.#asOf, from - 1, { digests })) {
      steps.push(step);
      if (steps.length === limit) break;
    }
    const items = await this.#viewsOf(person, steps);
    const last = items.at(-1)?.position ?? to;
    return { items, ...(last < to ? { next: String(last + 1) } : {}) };
  }

  /** Where what matters most is in the history. @throws QueryRefused */
  marks(person: Person): readonly EventMarks[] {
    requireWholeLedger(person, 'trial');
    requireAsWritten(this.#trialLedger);
    return eventMarks(this.#runner);
  }

  /** The steps from an event on, and those that come, until the signal is aborted. @throws QueryRefused */
  following(person: Person, first: number): (signal: AbortSignal) => AsyncIterable<WithTexts<StepView>> {
    requireWholeLedger(person, 'trial');
    requireAsWritten(this.#trialLedger);
    return (signal) =>
      this.#views(person, stepsThrough(this.#trialLedger.follow(first, signal), this.#asOf, first - 1));
  }

  async *#views(person: Person, steps: AsyncIterable<Step>): AsyncGenerator<WithTexts<StepView>> {
    for await (const step of steps) yield* await this.#viewsOf(person, [step]);
  }

  /** The texts are shown as they may be now, also where they were redacted since. */
  async #viewsOf(person: Person, steps: readonly Step[]): Promise<readonly WithTexts<StepView>[]> {
    const records = steps.map(({ record }) => record);
    for (const step of steps) records.push(...(await this.#broughtIn(step)));
    const texts = await this.#shown(person, records);
    return steps.map((step) => {
      const view = viewOf(step);
      return { ...view, texts: textsWithin(view, texts) };
    });
  }

  /** The earlier records of a patient that brought in texts which an event moves, or takes away. */
  async #broughtIn({ record: { stream }, differences }: Step): Promise<readonly LedgerRecord[]> {
    const patient = patientOfStream(stream);
    const gone = differences.map(({ before }) => before).filter((value) => typeof value === 'string');
    const hashes = new Set(gone.filter((value) => HASH.test(value)));
    return patient === undefined || hashes.size === 0 ? [] : recordsHolding(this.#trialLedger, patient, hashes);
  }

  async #shown(person: Person, records: readonly LedgerRecord[]): Promise<Readonly<Record<string, string>>> {
    return shownTexts(records, await this.#texts.shownTo(person, records));
  }

  /** @throws QueryRefused */
  #positionOf(person: Person, { position, instant }: AsOf): number {
    requireWholeLedger(person, 'trial');
    requireAsWritten(this.#trialLedger);
    const last = instant === undefined ? this.#runner.lastApplied : this.#asOf.positionAt(instant);
    if (position === undefined) return last;
    this.#requireApplied(position);
    return instant === undefined ? position : Math.min(position, last);
  }

  #requireApplied(position: number): void {
    const { lastApplied } = this.#runner;
    if (position <= lastApplied) return;
    throw new QueryRefused('beyond-the-end', { detail: `the ledger ends with event ${lastApplied}` });
  }
}

async function* upTo(ledger: EventStore, from: number, to: number): AsyncGenerator<readonly StoredEvent[]> {
  for await (const page of ledger.read(from)) {
    const wanted = page.filter(({ position }) => position <= to);
    if (wanted.length > 0) yield wanted;
    if (wanted.length < page.length) return;
  }
}

function viewOf({ position, record, differences, digest }: Step): StepView {
  const { type, stream, metadata } = record;
  const { recordedAt, actor } = metadata;
  return { position, type, stream, recordedAt, actor, differences, ...(digest === undefined ? {} : { digest }) };
}
