import { decideTrial, TRIAL_STREAM, type TrialCommand, type TrialState } from '@bali/trial';
import type { DisclosureLog } from '../disclosures/disclosure-log.js';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import { boardLooks } from './board-looks.js';

export interface BoardRecommendationsOptions {
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  readonly trials: StreamLoader<TrialState>;
  readonly disclosures: Pick<DisclosureLog, 'all'>;
}

/** Records what the data monitoring board recommends: as of an event up to which it was shown its tables. */
export class BoardRecommendations {
  readonly #options: BoardRecommendationsOptions;

  constructor(options: BoardRecommendationsOptions) {
    this.#options = options;
  }

  /** @throws as {@link CommandHandler.handle} */
  recommend(command: TrialCommand, given: Given): Promise<Handled> {
    const { handler, trials: streams, disclosures } = this.#options;
    return handler.handle({
      ...given,
      streams,
      stream: () => TRIAL_STREAM,
      decide: async (state, context) => {
        const looks = boardLooks(await disclosures.all());
        return decideTrial(command, state, { ...context, boardLooks: new Set(looks.map(({ position }) => position)) });
      },
    });
  }
}
