import { Type } from 'typebox';
import { describeEvent, type EventOf } from '@bali/schema';
import { calendarDate, digest, line, record, siteCode, stratumCode, visitCode, whole } from '@bali/schema';
import { TRIAL_UNBLINDING_EVENTS } from './unblinding-events.js';

const visits = Type.Array(
  record({
    code: visitCode('the visit'),
    title: line('what people call it'),
    monthsAfterImplantation: whole('calendar months after the implantation', 0, 60),
    windowDays: whole('days before or after that still count as this visit', 0, 90),
  }),
  { description: 'the follow-up visits in force from now on', minItems: 1, maxItems: 20 },
);

const recruitmentTarget = whole('patients to be randomized', 1, 100_000);

/** What happens to the trial as a whole: the stream `trial`. */
export const TRIAL_EVENTS = {
  TrialRegistered: describeEvent(
    'TrialRegistered',
    'the trial was registered',
    record({
      registryId: Type.String({ description: 'the registry number', pattern: '^NCT[0-9]{8}$' }),
      acronym: line('the acronym'),
      title: line('the title'),
      sponsor: line('the sponsor'),
      protocolVersion: line('the protocol in force'),
      recruitmentTarget,
      visits,
      registeredOn: calendarDate('when it was registered'),
    }),
  ),
  RecruitmentTargetAmended: describeEvent(
    'RecruitmentTargetAmended',
    'the recruitment target was amended',
    record({
      formerTarget: recruitmentTarget,
      recruitmentTarget,
      protocolVersion: line('the protocol that the amendment makes'),
      amendedOn: calendarDate('when the amendment took effect'),
    }),
  ),
  VisitScheduleAmended: describeEvent(
    'VisitScheduleAmended',
    'the follow-up visits were amended',
    record({
      visits,
      protocolVersion: line('the protocol that the amendment makes'),
      amendedOn: calendarDate('when the amendment took effect'),
    }),
  ),
  SiteOpened: describeEvent(
    'SiteOpened',
    'a site was opened',
    record({
      site: siteCode,
      name: line('the hospital'),
      city: line('where it is'),
      timeZone: Type.String({ description: 'IANA time zone', format: 'time-zone', maxLength: 64 }),
      openedOn: calendarDate('when it was opened'),
    }),
  ),
  SiteClosed: describeEvent(
    'SiteClosed',
    'a site was closed',
    record({ site: siteCode, closedOn: calendarDate('when it was closed') }),
  ),
  DatabaseLocked: describeEvent(
    'DatabaseLocked',
    'the database was locked',
    record({ randomizedPatients: whole('patients randomized, each of them signed off', 0, 100_000) }),
  ),
  DatabaseUnlocked: describeEvent('DatabaseUnlocked', 'the database was unlocked', record({})),
  RandomizationListCommitted: describeEvent(
    'RandomizationListCommitted',
    'the cell therapy unit committed itself to a randomization list',
    record({
      commitment: digest('root (RFC 6962) over the commitments of the slots'),
      strata: Type.Array(record({ stratum: stratumCode, slots: whole('how many slots it has', 1, 1_000_000) }), {
        description: 'the parts of the list, in the order of their codes',
        minItems: 1,
        maxItems: 100,
      }),
    }),
  ),
  SealedLedgerAnchored: describeEvent(
    'SealedLedgerAnchored',
    'the sealed ledger was anchored',
    record({
      anchoredOn: calendarDate('the day, UTC'),
      anchor: digest("SHA-256 of a secret nonce and the sealed ledger's checkpoint"),
    }),
  ),
  ...TRIAL_UNBLINDING_EVENTS,
} as const;

export type TrialEvent = EventOf<(typeof TRIAL_EVENTS)[keyof typeof TRIAL_EVENTS]>;
