import { actorOf, type Person } from '@bali/access';
import { type BlindingData, openSealedText, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import type { Actor } from '@bali/ledger';
import { isUnblinded, refusal, TRIAL_STREAM } from '@bali/trial';
import type { DisclosureLog, ShownTo } from '../disclosures/disclosure-log.js';
import { CommandRefused } from '../loop/errors.js';
import type { SealedCommands } from '../saga/sealed-commands.js';
import type { Streams } from '../streams.js';

/** A judgement as it is opened after the trial's unblinding, to stand beside what somebody blinded has judged. */
export interface OpenedJudgement extends Omit<BlindingData<'JudgementMade'>, 'request'> {
  readonly judgedBy: Actor;
  readonly judgedAt: string;
}

export interface JudgementsOptions {
  readonly sealed: SealedCommands;
  readonly streams: Pick<Streams, 'trials'>;
  readonly disclosures: DisclosureLog;
  readonly sealedLedger: Pick<EventStore, 'readTexts'>;
  readonly sealingKeys: SealingKeys;
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
    const { streams, disclosures, sealed } = this.#options;
    const { state } = await streams.trials.load(TRIAL_STREAM);
    if (!isUnblinded(state)) throw new CommandRefused(refusal('trial-not-unblinded', 'The trial is not unblinded.'));
    const shown = { type: 'SealedDataRead', data: { what: 'sealed-judgements' } } as const;
    await disclosures.record(shown, { ...asked, actor: actorOf(person) });
    const { judgements } = await sealed.state();
    return Promise.all(
      judgements.map(async ({ data: { request: _, text, ...judged }, metadata }) => ({
        ...judged,
        ...(text === undefined ? {} : { text: await this.#opened(text) }),
        judgedBy: metadata.actor,
        judgedAt: metadata.recordedAt,
      })),
    );
  }

  async #opened(hash: string): Promise<string> {
    const { sealedLedger, sealingKeys } = this.#options;
    const kept = (await sealedLedger.readTexts([hash])).authentic.get(hash);
    return kept === undefined ? '[redacted, or missing]' : openSealedText(kept, sealingKeys);
  }
}
