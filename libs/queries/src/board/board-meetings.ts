import { type BoardLook, boardLooks, type DisclosureLog, type StreamLoader } from '@bali/commands';
import type { ProjectionRunner } from '@bali/projections';
import { entriesOfType, TRIAL_STREAM, type TrialData, type TrialState } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';

/** What the board said to everybody. */
export interface BoardRecommendation extends TrialData<'BoardRecommended'> {
  readonly event: string;
  readonly recordedAt: string;
}

/** What the open side sees of the board: when it looked, as of which event, and what it recommended; never what it saw. */
export interface BoardMeetingsView {
  readonly looks: readonly BoardLook[];
  readonly recommendations: readonly BoardRecommendation[];
}

export interface BoardMeetingsOptions {
  readonly trials: StreamLoader<TrialState>;
  readonly runner: ProjectionRunner;
  readonly disclosures: Pick<DisclosureLog, 'all'>;
}

/** The interim looks of the data monitoring board and its recommendations. */
export class BoardMeetings {
  readonly #options: BoardMeetingsOptions;

  constructor(options: BoardMeetingsOptions) {
    this.#options = options;
  }

  /** @throws QueryRefused */
  async all(request: AtLeast): Promise<BoardMeetingsView> {
    const { disclosures } = this.#options;
    return { looks: boardLooks(await disclosures.all()), recommendations: await this.recommendations(request) };
  }

  /** In the order in which they were recorded. @throws QueryRefused */
  async recommendations(request: AtLeast): Promise<readonly BoardRecommendation[]> {
    const { trials, runner } = this.#options;
    await untilApplied(runner, request);
    const { state } = await trials.load(TRIAL_STREAM);
    return entriesOfType(state, 'BoardRecommended').map(({ id, data, recordedAt }) => ({
      ...data,
      event: id,
      recordedAt,
    }));
  }
}
