import { actorOf, type Person } from '@bali/access';
import type { BlindingData } from '@bali/blinding';
import type { Actor } from '@bali/ledger';
import { isUnblinded, refusal, TRIAL_STREAM } from '@bali/trial';
import type { DisclosureLog, ShownTo } from '../disclosures/disclosure-log.js';
import { CommandRefused } from '../loop/errors.js';
import type { SealedCommands } from '../saga/sealed-commands.js';
import type { Streams } from '../streams.js';
import type { SealedTexts } from '../texts/sealed-texts.js';

/** A judgement as it is opened after the trial's unblinding, to stand beside what somebody blinded has judged. */
export interface OpenedJudgement extends Omit<BlindingData<'JudgementMade'>, 'request'> {
  readonly judgedBy: Actor;
  readonly judgedAt: string;
}

export interface JudgementsOptions {
  readonly sealed: SealedCommands;
  readonly streams: Pick<Streams, 'trials'>;
  readonly disclosures: DisclosureLog;
  readonly texts: Pick<SealedTexts, 'opened'>;
}

/** Opens the sealed judgements, once the trial is unblinded. That they are read is in the access ledger before. */
export class Judgements {
  readonly #options: JudgementsOptions;

  constructor(options: JudgementsOptions) {
    this.#options = options;
  }

  /** In the order in which they were made. @throws CommandRefused `trial-not-unblinded` */
  async all({
    person,
    ...asked
  }: Omit<ShownTo, 'actor'> & { readonly person: Person }): Promise<readonly OpenedJudgement[]> {
    const { streams, disclosures, sealed, texts } = this.#options;
    const { state } = await streams.trials.load(TRIAL_STREAM);
    if (!isUnblinded(state)) throw new CommandRefused(refusal('trial-not-unblinded', 'The trial is not unblinded.'));
    const shown = { type: 'SealedDataRead', data: { what: 'sealed-judgements' } } as const;
    await disclosures.record(shown, { ...asked, actor: actorOf(person) });
    const { judgements, redacted } = await sealed.state();
    return Promise.all(
      judgements.map(async ({ data: { request: _, text, ...judged }, metadata }) => ({
        ...judged,
        ...(text === undefined ? {} : { text: await texts.opened(text, redacted) }),
        judgedBy: metadata.actor,
        judgedAt: metadata.recordedAt,
      })),
    );
  }
}
