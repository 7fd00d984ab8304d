import { notOfThisRole, type Person, permits } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import {
  type Accrual,
  accrualOf,
  type ConsortFlow,
  consortFlowOf,
  type PatientSummary,
  patientsByStatus,
  type ProjectionRunner,
  recordsAt,
  type StateAsOf,
  type TrialStateQueries,
} from '@bali/projections';
import { dateAt, TRIAL } from '@bali/protocol';
import { entriesOfType, isOpen, lockInForce, sitesOf, type TrialSite, type TrialState } from '@bali/trial';
import { requireAsWritten } from '../ledgers/as-written.js';
import { QueryRefused } from '../query-refused.js';

/** The trial at a glance, as of an event: pooled over both arms, and of nothing that depends on one. */
export interface OverviewView {
  /** The last event that is in it; -1: none yet. */
  readonly position: number;
  readonly recordedAt?: string;
  /** The last event of the ledger, in which the reader may go back. */
  readonly lastPosition: number;
  readonly trial?: { readonly registryId: string; readonly acronym: string; readonly sponsor: string };
  readonly lockedAt?: string;
  /** Every recruitment target that there was, in the order in which they came into force. */
  readonly targets: readonly { readonly from: string; readonly target: number }[];
  readonly accrual: Accrual;
  readonly flow: ConsortFlow;
  readonly sites: readonly OverviewSite[];
}

/** A site, and how many of its patients stand where. */
export interface OverviewSite extends TrialSite {
  readonly isOpen: boolean;
  readonly patients: ReturnType<typeof patientsByStatus>;
}

export interface OverviewRequest {
  readonly position?: number;
  readonly instant?: string;
}

/** More patients than any trial of this kind has. */
const ALL_PATIENTS = 1_000_000;

/** The first page that people see. The present is shown to all roles of the trial, a moment of the past to those who may replay it. */
export class Overviews {
  readonly #trialLedger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #asOf: StateAsOf;

  constructor(trialLedger: EventStore, runner: ProjectionRunner, state: TrialStateQueries, asOf: StateAsOf) {
    this.#trialLedger = trialLedger;
    this.#runner = runner;
    this.#state = state;
    this.#asOf = asOf;
  }

  /** @throws QueryRefused */
  async overview({ role }: Person, request: OverviewRequest): Promise<OverviewView> {
    requireAsWritten(this.#trialLedger);
    const { lastApplied } = this.#runner;
    const isOfThePast = request.position !== undefined || request.instant !== undefined;
    if (isOfThePast && !permits(role, 'replay-trial'))
      throw new QueryRefused('not-permitted', { detail: notOfThisRole(role, 'replay-trial') });
    const position = this.#positionOf(request, lastApplied);
    const [last] = position < 0 ? [] : await recordsAt(this.#trialLedger, [position]);
    const { trial, patients } = isOfThePast
      ? { trial: await this.#asOf.trial(position), patients: await this.#patientsAt(position) }
      : { trial: this.#state.trial(), patients: this.#state.summaries() };
    const recordedAt = last?.record.metadata.recordedAt;
    return {
      ...{ position, lastPosition: lastApplied, ...(recordedAt === undefined ? {} : { recordedAt }) },
      ...viewOf(trial, patients, recordedAt ?? new Date(0).toISOString()),
    };
  }

  /** @throws QueryRefused */
  #positionOf({ position = Infinity, instant }: OverviewRequest, lastApplied: number): number {
    if (Number.isFinite(position) && position > lastApplied)
      throw new QueryRefused('beyond-the-end', { detail: `the ledger ends with event ${lastApplied}` });
    const until = instant === undefined ? lastApplied : this.#asOf.positionAt(instant);
    return Math.min(position, until);
  }

  async #patientsAt(position: number): Promise<readonly PatientSummary[]> {
    return (await this.#asOf.page(position, {}, undefined, ALL_PATIENTS)).patients;
  }
}

function viewOf(
  trial: TrialState,
  patients: readonly PatientSummary[],
  asOf: string,
): Omit<OverviewView, 'position' | 'recordedAt' | 'lastPosition'> {
  const registered = entriesOfType(trial, 'TrialRegistered')[0]?.data;
  const lock = lockInForce(trial);
  return {
    ...(registered && {
      trial: { registryId: registered.registryId, acronym: registered.acronym, sponsor: registered.sponsor },
    }),
    ...(lock && { lockedAt: lock.recordedAt }),
    targets: targetsOf(trial),
    accrual: accrualOf(trial, patients),
    flow: consortFlowOf(trial, patients, dateAt(asOf, TRIAL.timeZone)),
    sites: sitesOf(trial).map((site) => ({
      ...site,
      isOpen: isOpen(site),
      patients: patientsByStatus(patients.filter((patient) => patient.site === site.code)),
    })),
  };
}

function targetsOf(trial: TrialState): OverviewView['targets'] {
  return trial.entries.flatMap((entry) =>
    entry.type === 'TrialRegistered' || entry.type === 'RecruitmentTargetAmended'
      ? [{ from: entry.recordedAt, target: entry.data.recruitmentTarget }]
      : [],
  );
}
