import type { Clock, StreamLoader } from '@bali/commands';
import {
  type ConsortFlow,
  consortFlowOf,
  type PatientSummary,
  type PrimaryEndpoint,
  primaryEndpointOf,
  type ProjectionRunner,
  type TrialStateQueries,
} from '@bali/projections';
import { dateAt, TRIAL } from '@bali/protocol';
import { TRIAL_STREAM, type TrialState } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';

type Compute<Report> = (trial: TrialState, patients: readonly PatientSummary[], on: string) => Report;

/** The reports of the trial, computed from the events whenever they are asked for. They are pooled over both arms. */
export class Reports {
  readonly #trials: StreamLoader<TrialState>;
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #now: Clock;

  constructor(trials: StreamLoader<TrialState>, runner: ProjectionRunner, state: TrialStateQueries, now: Clock) {
    this.#trials = trials;
    this.#runner = runner;
    this.#state = state;
    this.#now = now;
  }

  /** The flow of patients through the trial (CONSORT 2010). @throws QueryRefused */
  participantFlow(request: AtLeast): Promise<ConsortFlow> {
    return this.#computed(request, consortFlowOf);
  }

  /** Survival without major amputation at 6 months. @throws QueryRefused */
  primaryEndpoint(request: AtLeast): Promise<PrimaryEndpoint> {
    return this.#computed(request, primaryEndpointOf);
  }

  async #computed<Report>(request: AtLeast, compute: Compute<Report>): Promise<Report> {
    await untilApplied(this.#runner, request);
    const { state } = await this.#trials.load(TRIAL_STREAM);
    return compute(state, this.#state.summaries(), dateAt(this.#now().toISOString(), TRIAL.timeZone));
  }
}
