import type { LedgerRecord } from '@bali/ledger';
import type { Static } from 'typebox';
import type { BlindingEvent } from '../blinding-events.js';
import type { judgedDeviation } from './patient-deviations-judged.js';

/** What was judged of one deviation of the unit, and of whose. */
export interface JudgedDeviation extends Static<typeof judgedDeviation> {
  readonly patient: string;
}

/** A judgement of what deviated in the unit, of all patients together. */
export interface DeviationsJudgement {
  readonly metadata: LedgerRecord['metadata'];
  readonly commandId: string;
  readonly judged: readonly JudgedDeviation[];
  /** The hash of the text that came with it. */
  readonly text?: string;
  /** True if the trial ledger refused it: it does not count. */
  readonly isGivenUp: boolean;
}

type Judgements = readonly DeviationsJudgement[];

/** The judgements with one more event of the sealed ledger. */
export function evolveDeviationJudgements(
  judgements: Judgements,
  { type, data }: BlindingEvent,
  metadata: LedgerRecord['metadata'],
): Judgements {
  switch (type) {
    case 'DeviationsJudgementMade': {
      const { text, request } = data;
      const made = { metadata, commandId: request.commandId, judged: [], isGivenUp: false };
      return [...judgements, { ...made, ...(text === undefined ? {} : { text }) }];
    }
    case 'PatientDeviationsJudged': {
      const judged = data.judged.map((one) => ({ ...one, patient: data.patient }));
      return judgements.map((one, place) =>
        place === judgements.length - 1 ? { ...one, judged: [...one.judged, ...judged] } : one,
      );
    }
    case 'DeviationsJudgementGivenUp':
      return judgements.map((one) => (one.commandId === data.givenUp.commandId ? { ...one, isGivenUp: true } : one));
    default:
      return judgements;
  }
}

/** The judgement that counts, if there is one. */
export function deviationsJudgementInForce(judgements: Judgements): DeviationsJudgement | undefined {
  return judgements.findLast(({ isGivenUp }) => !isGivenUp);
}
