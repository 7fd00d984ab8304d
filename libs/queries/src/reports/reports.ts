import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import {
  type BeforeLock,
  beforeLock,
  type ConsortFlow,
  consortFlowOf,
  type PatientSummary,
  type PrimaryEndpoint,
  primaryEndpointOf,
  type ProjectionRunner,
  type VerifiedState,
} from '@bali/projections';
import { dateAt, TRIAL } from '@bali/protocol';
import { isLocked, type TrialState } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { visibleSites } from '../visibility.js';
import { requireOpenOutcomes } from './open-outcomes.js';

type Compute<Report> = (trial: TrialState, patients: readonly PatientSummary[], on: string) => Report;

/**
 * The reports of the trial, computed from the verified leaves of its ledger whenever they are asked for, and from no projections
 * file. They are pooled over both arms.
 */
export class Reports {
  readonly #runner: ProjectionRunner;
  readonly #state: VerifiedState;
  readonly #now: Clock;

  constructor(runner: ProjectionRunner, state: VerifiedState, now: Clock) {
    this.#runner = runner;
    this.#state = state;
    this.#now = now;
  }

  /** The flow of patients through the trial (CONSORT 2010). @throws QueryRefused */
  participantFlow(request: AtLeast): Promise<ConsortFlow> {
    return this.#computed(request, consortFlowOf);
  }

  /** Survival without major amputation at 6 months. @throws QueryRefused, also `outcomes-not-open` */
  primaryEndpoint(person: Person, request: AtLeast): Promise<PrimaryEndpoint> {
    return this.#computed(request, (trial, patients, on) => {
      requireOpenOutcomes(person, isLocked(trial));
      return primaryEndpointOf(trial, patients, on);
    });
  }

  /** What is missing before the database is locked, and the way out of it. A site role sees its own sites' patients. @throws QueryRefused */
  beforeLock(person: Person, request: AtLeast): Promise<BeforeLock> {
    const sites = visibleSites(person);
    return this.#computed(request, (trial, patients, on) =>
      beforeLock(
        trial,
        patients.filter(({ site }) => sites === undefined || sites.includes(site)),
        on,
      ),
    );
  }

  async #computed<Report>(request: AtLeast, compute: Compute<Report>): Promise<Report> {
    await untilApplied(this.#runner, request);
    const { trial, summaries } = await this.#state.now();
    return compute(trial, summaries, dateAt(this.#now().toISOString(), TRIAL.timeZone));
  }
}
