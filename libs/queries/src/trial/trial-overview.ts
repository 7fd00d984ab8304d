import type { StreamLoader } from '@bali/commands';
import type { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { TRIAL_STREAM, type TrialState } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { type SiteView, siteViews, trialView, type TrialView } from './trial-views.js';

/** The trial and its sites as they stand now. */
export class TrialOverview {
  readonly #trials: StreamLoader<TrialState>;
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;

  constructor(trials: StreamLoader<TrialState>, runner: ProjectionRunner, state: TrialStateQueries) {
    this.#trials = trials;
    this.#runner = runner;
    this.#state = state;
  }

  /** @returns the trial, with the revision of its record: -1 before the trial is registered. @throws QueryRefused */
  async trial(request: AtLeast): Promise<{ readonly revision: number; readonly view: TrialView }> {
    await untilApplied(this.#runner, request);
    const { state, revision } = await this.#trials.load(TRIAL_STREAM);
    return { revision, view: trialView(state, this.#state.summaries(), this.#runner.lastApplied) };
  }

  /** @throws QueryRefused */
  async sites(request: AtLeast): Promise<readonly SiteView[]> {
    await untilApplied(this.#runner, request);
    const { state } = await this.#trials.load(TRIAL_STREAM);
    return siteViews(state);
  }
}
