import { type CommandRoute, SiteParameter } from '@bali/recording';
import { TRIAL_EVENTS, type TrialEvent } from '@bali/trial';

/** The lock, and the unit's statement that it asks for, read the patients' records first, and a recommendation what the board was shown; the list and the anchor begin in the sealed ledger. */
type WithUseCase =
  | 'UnitRecordsConfirmed'
  | 'DatabaseLocked'
  | 'UnitDeviationsJudged'
  | 'RandomizationListCommitted'
  | 'SealedLedgerAnchored'
  | 'CardsPrinted'
  | 'BoardRecommended';

export type RoutedTrialEvent = Exclude<TrialEvent['type'], WithUseCase>;

/** What is HTTP's about the events of the trial as a whole: a row for each. */
const TRIAL_ROUTES: Readonly<Record<RoutedTrialEvent, CommandRoute>> = {
  TrialRegistered: {
    path: 'trial',
    tag: 'Trial',
    operation: 'registerTrial',
    summary: 'Registers the trial: its target and visits as the protocol says at first',
    body: 'RegisterTrialDto',
  },
  RecruitmentTargetAmended: {
    path: 'trial/recruitment-target-amendments',
    tag: 'Trial',
    operation: 'amendRecruitmentTarget',
    summary: 'Amends the recruitment target; it is in force from then on, and the former one stays in the history',
    body: 'AmendRecruitmentTargetDto',
  },
  VisitScheduleAmended: {
    path: 'trial/visit-schedule-amendments',
    tag: 'Trial',
    operation: 'amendVisitSchedule',
    summary: 'Amends the schedule of follow-up visits',
    body: 'AmendVisitScheduleDto',
  },
  SiteOpened: {
    path: 'sites',
    tag: 'Trial',
    operation: 'openSite',
    summary: 'Opens a site, or opens it again after it was closed',
    description: 'Only an open site can record anything.',
    body: 'OpenSiteDto',
  },
  SiteClosed: {
    path: 'sites/:site/closure',
    tag: 'Trial',
    operation: 'closeSite',
    summary: 'Closes a site: what happened there until then may still be recorded',
    body: 'CloseSiteDto',
    notInBody: ['site'],
    parameters: SiteParameter,
  },
  VersionPutInForce: {
    path: 'sites/:site/versions',
    tag: 'Trial',
    operation: 'putVersionInForce',
    summary: 'Records from which day on a version of the protocol or of the consent form is in force at a site',
    body: 'PutVersionInForceDto',
    notInBody: ['site'],
    parameters: SiteParameter,
  },
  ReferenceInformationPutInForce: {
    path: 'trial/reference-information',
    tag: 'Safety',
    operation: 'putReferenceInformationInForce',
    summary: 'Records from which day on a version of the reference safety information is in force, and what it expects',
    body: 'ReferenceInformationDto',
  },
  CardOpened: {
    path: 'trial/randomization-cards/openings',
    tag: 'Blinding',
    operation: 'documentCard',
    summary: 'The unit documents that it opened a sealed card for a patient while the system was down',
    description:
      'Within a day. An investigator of the site then enters the randomization: `POST /v1/patients/{patient}/randomization-by-card`.',
    body: 'CardOpeningDto',
  },
  CardOpenedInVain: {
    path: 'trial/randomization-cards/openings-in-vain',
    tag: 'Blinding',
    operation: 'documentCardInVain',
    summary: 'The unit documents that a sealed card was opened in vain: nobody gets it',
    body: 'CardInVainDto',
  },
  DatabaseUnlocked: {
    path: 'trial/database-unlock',
    tag: 'Signatures',
    operation: 'unlockDatabase',
    summary: 'Unlocks the database, for a reason: data can be recorded and corrected again',
    body: 'DatabaseUnlockDto',
  },
  AnalysisPlanFixed: {
    path: 'trial/analysis-plan',
    tag: 'Trial',
    operation: 'fixAnalysisPlan',
    summary: 'Fixes the statistical analysis plan, before the trial is unblinded',
    description:
      'The document itself stays with the sponsor: the event holds its hash. Reports mark what is not in the plan as post hoc.',
    body: 'AnalysisPlanDto',
  },
  TrialUnblinded: {
    path: 'trial/unblinding',
    tag: 'Blinding',
    operation: 'unblindTrial',
    summary: 'Unblinds the trial, once the database is locked; the lock then stays',
    description: 'Signed, with a reason. The arms can then be read for the analysis.',
    body: 'TrialUnblindingDto',
  },
  TrialUnblindingImpactAssessed: {
    path: 'trial/unblinding-impact-assessment',
    tag: 'Blinding',
    operation: 'assessTrialUnblinding',
    summary: 'Assesses the impact of the unblinding of the trial',
    body: 'TrialImpactAssessmentDto',
  },
};

/** The events of the table with their definitions, in its order. */
export const ROUTED_TRIAL_EVENTS = (Object.keys(TRIAL_ROUTES) as RoutedTrialEvent[]).map((type) => ({
  event: TRIAL_EVENTS[type],
  route: TRIAL_ROUTES[type],
}));
