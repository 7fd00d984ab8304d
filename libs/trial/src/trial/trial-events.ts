import type { EventOf } from '@bali/schema';
import { RecruitmentTargetAmended } from '../conduct/recruitment-target-amended.js';
import { SiteClosed } from '../conduct/site-closed.js';
import { SiteOpened } from '../conduct/site-opened.js';
import { TrialRegistered } from '../conduct/trial-registered.js';
import { VisitScheduleAmended } from '../conduct/visit-schedule-amended.js';
import { AnalysisPlanFixed } from '../analysis-plan/analysis-plan-fixed.js';
import { BoardRecommended } from '../board/board-recommended.js';
import { VersionPutInForce } from '../conduct/version-put-in-force.js';
import { DatabaseLocked } from '../lock/database-locked.js';
import { DatabaseUnlocked } from '../lock/database-unlocked.js';
import { UnitRecordsConfirmed } from '../lock/unit-records-confirmed.js';
import { CardOpened } from '../cards/card-opened.js';
import { CardOpenedInVain } from '../cards/card-opened-in-vain.js';
import { CardsPrinted } from '../cards/cards-printed.js';
import { RandomizationListCommitted } from '../randomization/randomization-list-committed.js';
import { SealedLedgerAnchored } from '../randomization/sealed-ledger-anchored.js';
import { UnitDeviationsJudged } from '../deviations/unit-deviations-judged.js';
import { ReferenceInformationPutInForce } from '../safety/reference-information-put-in-force.js';
import { TrialUnblinded } from '../unblinding/trial-unblinded.js';
import { TrialUnblindingImpactAssessed } from '../unblinding/trial-unblinding-impact-assessed.js';

/** What happens to the trial as a whole: the stream `trial`. */
export const TRIAL_EVENTS = {
  TrialRegistered,
  RecruitmentTargetAmended,
  VisitScheduleAmended,
  SiteOpened,
  SiteClosed,
  VersionPutInForce,
  ReferenceInformationPutInForce,
  AnalysisPlanFixed,
  BoardRecommended,
  UnitRecordsConfirmed,
  DatabaseLocked,
  DatabaseUnlocked,
  UnitDeviationsJudged,
  RandomizationListCommitted,
  CardsPrinted,
  CardOpened,
  CardOpenedInVain,
  SealedLedgerAnchored,
  TrialUnblinded,
  TrialUnblindingImpactAssessed,
} as const;

export type TrialEvent = EventOf<(typeof TRIAL_EVENTS)[keyof typeof TRIAL_EVENTS]>;
export type TrialData<Type extends TrialEvent['type']> = Extract<TrialEvent, { type: Type }>['data'];
