import type { TrialEvent } from '@bali/trial';
import { details, listed, optionalText, type Phrases, words } from './words.js';

export const TRIAL_PHRASES: Phrases<TrialEvent['type']> = {
  TrialRegistered: (data) =>
    `the trial ${data.acronym} (${data.registryId}, “${data.title}”, sponsor ${data.sponsor}) was registered on ` +
    `${data.registeredOn} with protocol ${data.protocolVersion}, a target of ${data.recruitmentTarget} patients and ` +
    `the visits ${visits(data.visits)}`,
  RecruitmentTargetAmended: (data) =>
    `the recruitment target was amended from ${data.formerTarget} to ${data.recruitmentTarget} patients on ` +
    `${data.amendedOn} (protocol ${data.protocolVersion})`,
  VisitScheduleAmended: (data) =>
    `the follow-up visits were amended to ${visits(data.visits)} on ${data.amendedOn} (protocol ${data.protocolVersion})`,
  SiteOpened: (data) =>
    `the site ${data.site} (${data.name}, ${data.city}, time zone ${data.timeZone}) was opened on ${data.openedOn}`,
  SiteClosed: (data) => `the site ${data.site} was closed on ${data.closedOn}`,
  DatabaseLocked: (data) =>
    `the database was locked, with every randomized patient signed off (${data.randomizedPatients})`,
  DatabaseUnlocked: () => 'the database was unlocked, so that data can be recorded and corrected again',
  RandomizationListCommitted: ({ commitment, strata }) =>
    `the cell therapy unit committed itself to a randomization list (${commitment}) of ` +
    listed(strata.map(({ stratum, slots }) => `${slots} slots for ${stratum}`)),
  SealedLedgerAnchored: ({ anchoredOn, anchor }) => `the sealed ledger was anchored on ${anchoredOn} (${anchor})`,
  TrialUnblinded: () => 'the trial was unblinded, so that the arms can be known for its analysis',
  TrialUnblindingImpactAssessed: ({ impact, assessment }, { show }) =>
    `the impact of the unblinding of the trial was assessed: ${words(impact)}` +
    details(optionalText('assessment', assessment, show)),
};

type Visits = Extract<TrialEvent, { readonly type: 'VisitScheduleAmended' }>['data']['visits'];

function visits(schedule: Visits): string {
  return listed(schedule.map(({ code, title, windowDays }) => `${code} (${title}, ± ${windowDays} days)`));
}
