import type { StreamLoader } from '@bali/commands';
import type { ProjectionRunner, VerifiedState } from '@bali/projections';
import { TRIAL_STREAM, type TrialState } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { type SiteView, siteViews, trialView, type TrialView } from './trial-views.js';

/** The trial and its sites as they stand now, and its accrual: computed from the verified leaves of its ledger. */
export class TrialOverview {
  readonly #trials: StreamLoader<TrialState>;
  readonly #runner: ProjectionRunner;
  readonly #state: VerifiedState;

  constructor(trials: StreamLoader<TrialState>, runner: ProjectionRunner, state: VerifiedState) {
    this.#trials = trials;
    this.#runner = runner;
    this.#state = state;
  }

  /** @returns the trial, with the revision of its record: -1 before the trial is registered. @throws QueryRefused */
  async trial(request: AtLeast): Promise<{ readonly revision: number; readonly view: TrialView }> {
    await untilApplied(this.#runner, request);
    // The revision is read first: a view that is newer than its revision makes a command with `If-Match` be refused, never lost.
    const { revision } = await this.#trials.load(TRIAL_STREAM);
    return { revision, view: trialView(await this.#state.now()) };
  }

  /** @throws QueryRefused */
  async sites(request: AtLeast): Promise<readonly SiteView[]> {
    await untilApplied(this.#runner, request);
    const { state } = await this.#trials.load(TRIAL_STREAM);
    return siteViews(state);
  }
}
