import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { textReferencesOf } from '@bali/projections';
import { decideTextReview, patientStream, type TextReview, type TextReviewed } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { Streams } from '../streams.js';

export interface TextReviewsOptions {
  readonly trialLedger: Pick<EventStore, 'readStream'>;
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  readonly streams: Pick<Streams, 'patients'>;
}

/** Records what a monitor says of a free text of a patient's record after reading it: that it leaves the site, or never does. */
export class TextReviews {
  readonly #options: TextReviewsOptions;

  constructor(options: TextReviewsOptions) {
    this.#options = options;
  }

  /** @throws as {@link CommandHandler.handle} */
  review(patient: string, review: TextReview, given: Given): Promise<Handled> {
    const { handler, streams, trialLedger } = this.#options;
    const stream = patientStream(patient);
    return handler.handle({
      ...given,
      streams: streams.patients,
      stream: () => stream,
      decide: async () => {
        const records = (await trialLedger.readStream(stream)).map(({ leaf }) => recordOf(leaf));
        return decideTextReview(review, reviewed(review, records));
      },
    });
  }
}

function reviewed({ event, field }: TextReview, records: readonly LedgerRecord[]): TextReviewed {
  const record = records.find(({ id }) => id === event);
  const references = record === undefined ? [] : textReferencesOf(record);
  const hash = references.find((reference) => reference.field === field)?.hash;
  const isSaid = (type: string) =>
    records.some((other) => other.type === type && (other.data as { readonly hash?: string }).hash === hash);
  return {
    ...(hash === undefined ? {} : { hash }),
    isFlagged: isSaid('TextFlagged'),
    isReleased: isSaid('TextReleased'),
    places: references.map((reference) => reference.field),
  };
}
