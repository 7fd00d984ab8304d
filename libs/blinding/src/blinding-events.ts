import type { EventOf } from '@bali/schema';
import { OpenRecordReported } from './open-records/open-record-reported.js';
import { OpenRecordMade } from './open-records/open-record-made.js';
import { AnchorMade } from './anchor/anchor-made.js';
import { JudgementGivenUp } from './judgements/judgement-given-up.js';
import { JudgementMade } from './judgements/judgement-made.js';
import { RandomizationListDrawn } from './list/randomization-list-drawn.js';
import { SealedDataShown } from './readings/sealed-data-shown.js';
import { SealedTextRedacted } from './redactions/sealed-text-redacted.js';
import { CaseOutcomeRecorded } from './unblinded-cases/case-outcome-recorded.js';
import { DeviationsJudgementGivenUp } from './unit-deviations/deviations-judgement-given-up.js';
import { DeviationsJudgementMade } from './unit-deviations/deviations-judgement-made.js';
import { PatientDeviationsJudged } from './unit-deviations/patient-deviations-judged.js';
import { SlotTaken } from './slots/slot-taken.js';
import { SlotVoided } from './slots/slot-voided.js';

/** What the sealed ledger records of the list and of its slots. */
export const BLINDING_EVENTS = {
  RandomizationListDrawn,
  SlotTaken,
  SlotVoided,
  AnchorMade,
  JudgementMade,
  JudgementGivenUp,
  OpenRecordMade,
  OpenRecordReported,
  CaseOutcomeRecorded,
  DeviationsJudgementMade,
  PatientDeviationsJudged,
  DeviationsJudgementGivenUp,
  SealedDataShown,
  SealedTextRedacted,
} as const;

export type BlindingEvent = EventOf<(typeof BLINDING_EVENTS)[keyof typeof BLINDING_EVENTS]>;
export type BlindingData<Type extends BlindingEvent['type']> = Extract<BlindingEvent, { type: Type }>['data'];
