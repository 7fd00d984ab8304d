import type { BOARD_TABLES, Person } from '@bali/access';
import {
  analysisTable,
  excludedByUnit,
  type JudgementBeside,
  judgementsBeside,
  POOLED,
  type PatientRecord,
  reportDocument,
  type ReportInput,
  reportInSteps,
  type ReportSource,
  type StatisticalReport,
  type UnitDeviationsBeside,
} from '@bali/analysis';
import type { Allocations, AskedBy, PatientAllocation, Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { cellsOfPatient } from '@bali/exports';
import { MerkleTree, recordOf, toHex } from '@bali/ledger';
import {
  type Accrual,
  accrualOf,
  type ConsortFlow,
  consortFlowOf,
  type PatientSummary,
  type ProjectionRunner,
  StateInMemory,
  summaryOf,
} from '@bali/projections';
import { type CalendarDate, dateAt, TRIAL } from '@bali/protocol';
import {
  has,
  hasErrata,
  isLocked,
  lockedRecord,
  type PatientState,
  timeZoneOf,
  type TrialState,
  trialWithErrata,
  withErrata,
} from '@bali/trial';
import { inTurns } from '@bali/queue';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { shownTo } from '../asker.js';
import type { UnitMaterials, UnitRecords } from '../exports/unit-materials.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { QueryRefused } from '../query-refused.js';
import { flowSections } from './flow-sections.js';
import { requireOpenOutcomes } from './open-outcomes.js';

export interface StatisticsRequest extends AtLeast {
  /** The index of the last event that counts. Default: the last one that there is. */
  readonly position?: number;
}

/** A report, and what it was made of. */
export interface StatisticsView extends ReportSource {
  /** Of all patients together, also where the report is by arm. */
  readonly flow: ConsortFlow;
  readonly accrual: Accrual;
  /** As of the lock, where the database is locked. */
  readonly report: StatisticalReport;
  /** The same as the errata say that it should have been. Absent: there is no erratum. */
  readonly withErrata?: StatisticalReport;
  /** What was judged by people who knew an arm, beside what was judged blinded. Absent: the report is not by arm. */
  readonly judgedByWhoKnew?: readonly JudgementBeside[];
  /** How the deviations of the cell therapy unit were judged, which the per-protocol population follows. Absent: the report is not by arm. */
  readonly unitDeviations?: UnitDeviationsBeside;
}

export interface StatisticalReportsOptions {
  readonly trialLedger: EventStore;
  readonly runner: ProjectionRunner;
  readonly software: Software;
  readonly trialId: string;
}

const NAME_OF_ARM = { A: 'placebo', B: 'cells' } as const;

/** What the data monitoring board looks at: adverse events alone, or with them the endpoint and all else. */
export type TablesOfBoard = (typeof BOARD_TABLES)[number];

/** The group that each patient is in, by arm. */
function groupsIn(allocations: readonly PatientAllocation[]): (patient: string) => string {
  const arms = new Map(allocations.map(({ patient, arm }) => [patient, NAME_OF_ARM[arm]]));
  return (patient) => arms.get(patient) ?? 'not known';
}

/**
 * The statistical report, computed from the verified leaves of the trial ledger as of any of its events, with the root of the tree up
 * to it: anyone who holds a package can make it again.
 */
export class StatisticalReports {
  readonly #options: StatisticalReportsOptions;

  constructor(options: StatisticalReportsOptions) {
    this.#options = options;
  }

  /** All patients together. @throws QueryRefused `outcomes-not-open` before the lock; LedgerHeld */
  async pooled(person: Person, request: StatisticsRequest): Promise<StatisticsView> {
    const { input, source } = await this.#folded(request);
    requireOpenOutcomes(person, isLocked(input.trial));
    return { ...source, ...(await reportsOf(input)) };
  }

  /**
   * By arm, once the trial is unblinded. That somebody read it is in the access ledger first.
   * @throws CommandRefused `trial-not-unblinded`; QueryRefused; LedgerHeld
   */
  async byArm(asked: AskedBy, sealed: SealedSources, request: StatisticsRequest): Promise<StatisticsView> {
    const { allocations, materials } = sealed;
    // What cannot be shown is refused first: nothing that nobody was shown is recorded as read.
    const { input, source, recordedAt } = await this.#folded(request);
    const groupOf = groupsIn(await allocations.ofTrial(asked));
    const judgements = await allocations.judgementsOfTrial(asked);
    const judgedByWhoKnew = judgementsBeside(input.patients, judgements);
    const cellsOf = cellsIn(await materials.until(recordedAt, shownTo(asked)), input.patients);
    const unit = await allocations.unitDeviationsOfTrial(asked);
    const unitDeviations = { ...(unit && { judgedAt: unit.judgedAt }), deviations: unit?.judged ?? [] };
    const reports = await reportsOf({ ...input, groupOf, cellsOf, excludedByUnit: excludedByUnit(unitDeviations) });
    return { ...source, ...reports, judgedByWhoKnew, unitDeviations };
  }

  /**
   * By arm for the data monitoring board, while the trial is blinded. That somebody looks, and as of which event, is in the access ledger
   * first.
   * @throws QueryRefused; LedgerHeld
   */
  async ofBoard(
    asked: AskedBy,
    allocations: Allocations,
    request: StatisticsRequest & { readonly tables: TablesOfBoard },
  ): Promise<StatisticsView & { readonly input: ReportInput }> {
    const { input, source } = await this.#folded(request);
    const look = { tables: request.tables, position: source.position };
    const grouped = { ...input, groupOf: groupsIn(await allocations.ofBoard(asked, look)) };
    return { ...source, ...(await reportsOf(grouped)), input: grouped };
  }

  async #folded(request: StatisticsRequest) {
    const { trialLedger, runner, software, trialId } = this.#options;
    requireAsWritten(trialLedger);
    await untilApplied(runner, request);
    const end = await trialLedger.lastPosition();
    const position = request.position ?? end;
    if (position > end || position < 0) throw new QueryRefused('beyond-the-end');
    const state = new StateInMemory();
    const tree = new MerkleTree();
    let recordedAt = '';
    for await (const page of trialLedger.read(0, EVENTS_AT_ONCE)) {
      for (const { leaf, position: place } of page) {
        if (place > position) break;
        const record = recordOf(leaf);
        tree.append(leaf);
        state.apply(record);
        ({ recordedAt } = record.metadata);
      }
      if (tree.size > position) break;
    }
    const folded = state.state();
    const asOf = dateAt(recordedAt, TRIAL.timeZone);
    return {
      recordedAt,
      input: await inTurns(inputOf(folded, asOf)),
      source: { trialId, position, root: toHex(tree.root()), software, ...(await inTurns(flowOf(folded, asOf))) },
    };
  }
}

/** Events that are folded before others have their turn: some milliseconds of work. */
const EVENTS_AT_ONCE = 64;

/** What is asked for with a turn for others between two patients. */
type InSteps<Result> = Generator<undefined, Result>;

/** Where what a report by arm needs of the sealed ledger comes from: each reading is in the access ledger first. */
export interface SealedSources {
  readonly allocations: Allocations;
  readonly materials: Pick<UnitMaterials, 'until'>;
}

/** What the unit recorded of each patient by then, as analyses read it. */
function cellsIn(
  { materials, usedAt }: UnitRecords,
  patients: readonly PatientRecord[],
): NonNullable<ReportInput['cellsOf']> {
  const cells = new Map(
    patients.map(({ patient, timeZone }) => [
      patient,
      cellsOfPatient(materials.get(patient) ?? [], timeZone, usedAt.get(patient)),
    ]),
  );
  return (patient) => cells.get(patient);
}

interface Input extends ReportInput {
  /** The trial and its patients as the errata say that they should have been locked. Absent: there is no erratum. */
  readonly withErrata?: Pick<ReportInput, 'trial' | 'patients'>;
}

type Folded = ReturnType<StateInMemory['state']>;

function byCode({ patients }: Folded): readonly (readonly [patient: string, record: PatientState])[] {
  return Object.entries(patients).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function* inputOf(folded: Folded, asOf: CalendarDate): InSteps<Input> {
  const { trial } = folded;
  const consented = byCode(folded).filter(([, record]) => has(record, 'ConsentGiven'));
  const recordsOf = function* (as: TrialState, counted: (record: PatientState) => PatientState) {
    const counting: PatientRecord[] = [];
    for (const [patient, record] of consented) {
      const state = counted(record);
      counting.push({ patient, state, timeZone: timeZoneOf(state, as) });
      yield;
    }
    return counting;
  };
  const patients = yield* recordsOf(trial, (record) => lockedRecord(record, trial));
  const locked = { trial, asOf, patients };
  if (!hasErrata(trial) && !consented.some(([, record]) => hasErrata(record))) return locked;
  const right = trialWithErrata(trial);
  const corrected = yield* recordsOf(right, (record) => withErrata(record, trial));
  return { ...locked, withErrata: { trial: right, patients: corrected } };
}

function* flowOf(folded: Folded, asOf: CalendarDate): InSteps<Pick<StatisticsView, 'flow' | 'accrual'>> {
  const { trial } = folded;
  const summaries: PatientSummary[] = [];
  for (const [patient, record] of byCode(folded)) {
    summaries.push(summaryOf(patient, record));
    yield;
  }
  const flow = consortFlowOf(trial, summaries, asOf);
  yield;
  return { flow, accrual: accrualOf(trial, summaries) };
}

/** Both results, where there are errata: the locked one first. */
async function reportsOf({
  withErrata: told,
  ...input
}: Input): Promise<Pick<StatisticsView, 'report' | 'withErrata'>> {
  const report = await inTurns(reportInSteps(input));
  if (told === undefined) return { report };
  return { report, withErrata: await inTurns(reportInSteps({ ...input, ...told })) };
}

/** The report as a document for people. */
export function statisticsDocument({
  report,
  withErrata: told,
  judgedByWhoKnew: judged,
  unitDeviations: unit,
  ...source
}: StatisticsView): string {
  const beside = {
    ...(told && { withErrata: told }),
    ...(judged && { judgedByWhoKnew: judged }),
    ...(unit && { unitDeviations: unit }),
  };
  return reportDocument(report, source, { ...beside, before: flowSections({ ...source, report }) });
}

/** The analysis table of a pooled report: one row a patient. */
export function statisticsTable({ report }: StatisticsView): string {
  return analysisTable(report.outcomes, () => POOLED);
}
