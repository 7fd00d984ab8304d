import { type CalendarDate, dateAt, PRIMARY_ENDPOINT, TRIAL } from '@bali/protocol';
import { type CorrectionRequest, decideCorrection } from '../correction.js';
import { type Decision, type DecisionContext, refusedBySchema } from '../decision.js';
import type { CorrectionEvent } from '../events/correction-events.js';
import type { TrialEvent } from '../events/trial-events.js';
import { withValueAt } from '@bali/schema';
import { type Refusal, refusal } from '../refusal.js';
import {
  committedList,
  entriesOfType,
  isAnchored,
  isLocked,
  isOpen,
  isRegistered,
  isUnblinded,
  LOCKED,
  siteOf,
  targetInForce,
  type TrialEntry,
  type TrialState,
} from './trial-state.js';

type Data<Type extends TrialEvent['type']> = Extract<TrialEvent, { type: Type }>['data'];

export type TrialCommand =
  | { readonly type: 'RegisterTrial'; readonly data: Data<'TrialRegistered'> }
  | { readonly type: 'AmendRecruitmentTarget'; readonly data: Omit<Data<'RecruitmentTargetAmended'>, 'formerTarget'> }
  | { readonly type: 'AmendVisitSchedule'; readonly data: Data<'VisitScheduleAmended'> }
  | { readonly type: 'OpenSite'; readonly data: Data<'SiteOpened'> }
  | { readonly type: 'CloseSite'; readonly data: Data<'SiteClosed'> }
  | { readonly type: 'LockDatabase'; readonly data: PatientsSignedOff }
  | { readonly type: 'UnlockDatabase'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'CommitRandomizationList'; readonly data: Data<'RandomizationListCommitted'> }
  | { readonly type: 'AnchorSealedLedger'; readonly data: Data<'SealedLedgerAnchored'> }
  | { readonly type: 'UnblindTrial'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'AssessTrialUnblinding'; readonly data: Data<'TrialUnblindingImpactAssessed'> }
  | { readonly type: 'CorrectTrialData'; readonly data: CorrectionRequest };

/** How the sign-off stands, read from the patients' records before the lock is decided on. */
export interface PatientsSignedOff {
  readonly randomizedPatients: number;
  /** The codes of randomized patients whose record, as it stands, is not signed off. */
  readonly notSignedOff: readonly string[];
}

/** What a command about the trial as a whole leads to. */
export function decideTrial(
  command: TrialCommand,
  state: TrialState,
  context: DecisionContext,
): Decision<TrialEvent | CorrectionEvent> {
  if (command.type === 'CorrectTrialData') return correct(command.data, state, context);
  const event = eventOf(command, state);
  const refused =
    refusedByRegistration(event, state) ??
    refusedBySchema(event) ??
    refusedByLock(event, state) ??
    precondition(event, state, context) ??
    notSignedOff(command) ??
    implausible(event, context);
  return refused === undefined ? { events: [event] } : { refusal: refused };
}

function eventOf(command: Exclude<TrialCommand, { type: 'CorrectTrialData' }>, state: TrialState): TrialEvent {
  switch (command.type) {
    case 'RegisterTrial':
      return { type: 'TrialRegistered', data: command.data };
    case 'AmendRecruitmentTarget':
      return { type: 'RecruitmentTargetAmended', data: { ...command.data, formerTarget: targetInForce(state) } };
    case 'AmendVisitSchedule':
      return { type: 'VisitScheduleAmended', data: command.data };
    case 'OpenSite':
      return { type: 'SiteOpened', data: command.data };
    case 'CloseSite':
      return { type: 'SiteClosed', data: command.data };
    case 'LockDatabase':
      return { type: 'DatabaseLocked', data: { randomizedPatients: command.data.randomizedPatients } };
    case 'UnlockDatabase':
      return { type: 'DatabaseUnlocked', data: {} };
    case 'CommitRandomizationList':
      return { type: 'RandomizationListCommitted', data: command.data };
    case 'AnchorSealedLedger':
      return { type: 'SealedLedgerAnchored', data: command.data };
    case 'UnblindTrial':
      return { type: 'TrialUnblinded', data: {} };
    case 'AssessTrialUnblinding':
      return { type: 'TrialUnblindingImpactAssessed', data: command.data };
  }
}

function refusedByRegistration(event: TrialEvent, state: TrialState): Refusal | undefined {
  if (event.type === 'TrialRegistered') {
    return isRegistered(state) ? refusal('trial-already-registered', 'The trial is registered already.') : undefined;
  }
  return isRegistered(state) ? undefined : refusal('trial-not-registered', 'The trial has to be registered first.');
}

/** What is no clinical data goes on. */
const NOT_LOCKED: readonly TrialEvent['type'][] = [
  'SiteClosed',
  'DatabaseUnlocked',
  'SealedLedgerAnchored',
  'TrialUnblinded',
  'TrialUnblindingImpactAssessed',
];

function refusedByLock({ type }: TrialEvent, state: TrialState): Refusal | undefined {
  if (!isLocked(state) || NOT_LOCKED.includes(type)) return undefined;
  return refusal('database-locked', type === 'DatabaseLocked' ? 'The database is locked already.' : LOCKED);
}

/** So many codes are named in a refusal; the others are counted. */
const NAMED = 10;

function notSignedOff(command: TrialCommand): Refusal | undefined {
  if (command.type !== 'LockDatabase' || command.data.notSignedOff.length === 0) return undefined;
  const codes = command.data.notSignedOff;
  const others = codes.length > NAMED ? ` and ${codes.length - NAMED} others` : '';
  return refusal('patients-not-signed-off', `Not signed off yet: ${codes.slice(0, NAMED).join(', ')}${others}.`);
}

type Precondition<Type extends TrialEvent['type']> = (
  state: TrialState,
  data: Data<Type>,
  context: DecisionContext,
) => Refusal | undefined;

const PRECONDITIONS: { readonly [Type in TrialEvent['type']]: Precondition<Type> } = {
  TrialRegistered: () => undefined,
  RecruitmentTargetAmended: (_, data, context) => targetPrecondition(data, context),
  VisitScheduleAmended: (_, __, context) => reasonMissing('An amendment', context),
  SiteOpened: (state, data) => openingPrecondition(data, state),
  SiteClosed: (state, data, context) => closingPrecondition(data, state, context),
  DatabaseLocked: () => undefined,
  DatabaseUnlocked: (state, _, context) => unlockingPrecondition(state, context),
  RandomizationListCommitted: (state) =>
    committedList(state) && refusal('list-already-committed', 'There is a randomization list already.'),
  SealedLedgerAnchored: (state, data) => alreadyAnchored(data, state),
  TrialUnblinded: (state, _, context) => unblindingPrecondition(state, context),
  TrialUnblindingImpactAssessed: (state) => assessmentPrecondition(state),
};

function precondition({ type, data }: TrialEvent, state: TrialState, context: DecisionContext): Refusal | undefined {
  const applies = PRECONDITIONS[type] as Precondition<TrialEvent['type']>;
  return applies(state, data, context);
}

function unlockingPrecondition(state: TrialState, context: DecisionContext): Refusal | undefined {
  if (!isLocked(state)) return refusal('database-not-locked', 'The database is not locked.');
  if (isUnblinded(state)) return refusal('trial-unblinded', 'The trial is unblinded: its data stay as they are.');
  return reasonMissing('Unlocking the database', context);
}

function alreadyAnchored({ anchoredOn }: Data<'SealedLedgerAnchored'>, state: TrialState): Refusal | undefined {
  return isAnchored(state, anchoredOn)
    ? refusal('already-anchored', `The sealed ledger is anchored on ${anchoredOn} or later.`)
    : undefined;
}

/** The lock comes before the unblinding, and stays. */
function unblindingPrecondition(state: TrialState, context: DecisionContext): Refusal | undefined {
  if (!isLocked(state)) return refusal('database-not-locked', 'The database has to be locked before the unblinding.');
  if (isUnblinded(state)) return refusal('trial-already-unblinded', 'The trial is unblinded already.');
  return reasonMissing('The unblinding of the trial', context);
}

function assessmentPrecondition(state: TrialState): Refusal | undefined {
  if (!isUnblinded(state)) return refusal('trial-not-unblinded', 'The trial is not unblinded.');
  return entriesOfType(state, 'TrialUnblindingImpactAssessed').length > 0
    ? refusal('impact-already-assessed', 'The impact is assessed already: correct what is wrong in it.')
    : undefined;
}

function reasonMissing(what: string, context: DecisionContext): Refusal | undefined {
  return context.reason === undefined ? refusal('reason-missing', `${what} needs a reason.`, '/reason') : undefined;
}

function targetPrecondition(data: Data<'RecruitmentTargetAmended'>, context: DecisionContext): Refusal | undefined {
  if (data.recruitmentTarget === data.formerTarget) {
    return refusal('target-unchanged', `The target is ${data.formerTarget} already.`, '/recruitmentTarget');
  }
  return reasonMissing('An amendment', context);
}

function openingPrecondition({ site, openedOn }: Data<'SiteOpened'>, state: TrialState): Refusal | undefined {
  const known = siteOf(state, site);
  if (known === undefined) return undefined;
  if (isOpen(known)) return refusal('site-already-open', `${site} is open already.`, '/site');
  const closedOn = known.open.at(-1)?.to ?? '';
  if (openedOn >= closedOn) return undefined;
  return refusal('out-of-order', `${site} was open until ${closedOn}.`, '/openedOn');
}

function closingPrecondition(
  { site, closedOn }: Data<'SiteClosed'>,
  state: TrialState,
  context: DecisionContext,
): Refusal | undefined {
  const known = siteOf(state, site);
  if (known === undefined) return refusal('site-unknown', `${site} is no site of this trial.`, '/site');
  if (!isOpen(known)) return refusal('site-not-open', `${site} is closed already.`, '/site');
  if (closedOn < (known.open.at(-1)?.from ?? '')) {
    return refusal('out-of-order', `${site} cannot be closed before it was opened.`, '/closedOn');
  }
  return reasonMissing('Closing a site', context);
}

/** What no event of the trial may hold, whether it was entered or corrected so. */
function implausible(event: TrialEvent, { now }: DecisionContext): Refusal | undefined {
  const [field, date] = dateOf(event) ?? [];
  if (date !== undefined && date > dateAt(now, TRIAL.timeZone))
    return refusal('in-the-future', `${date} is in the future.`, field);
  if (event.type !== 'TrialRegistered' && event.type !== 'VisitScheduleAmended') return undefined;
  const { visits } = event.data;
  if (new Set(visits.map(({ code }) => code)).size < visits.length) {
    return refusal('visits-not-distinct', 'Each visit needs a code of its own.', '/visits');
  }
  if (visits.some(({ monthsAfterImplantation }) => monthsAfterImplantation === PRIMARY_ENDPOINT.months))
    return undefined;
  const months = PRIMARY_ENDPOINT.months;
  return refusal('visits-without-endpoint', `The visit at ${months} months, the endpoint's, is missing.`, '/visits');
}

/** When it happened; a lock happens when it is recorded. */
function dateOf(event: TrialEvent): readonly [field: string, date: CalendarDate] | undefined {
  switch (event.type) {
    case 'TrialRegistered':
      return ['/registeredOn', event.data.registeredOn];
    case 'SiteOpened':
      return ['/openedOn', event.data.openedOn];
    case 'SiteClosed':
      return ['/closedOn', event.data.closedOn];
    case 'RecruitmentTargetAmended':
    case 'VisitScheduleAmended':
      return ['/amendedOn', event.data.amendedOn];
    default:
      return undefined;
  }
}

function correct(request: CorrectionRequest, state: TrialState, context: DecisionContext): Decision<CorrectionEvent> {
  if (isLocked(state)) return { refusal: refusal('database-locked', LOCKED) };
  const correction = decideCorrection(state.entries, request, context);
  if ('code' in correction) return { refusal: correction };
  const entry = state.entries.find(({ id }) => id === request.correctedEvent);
  const { field, newValue } = correction.data;
  const corrected = { type: entry?.type, data: withValueAt(entry?.data, field, newValue) } as TrialEntry;
  const refused = implausible(corrected, context) ?? periodsDisordered(state, { ...entry, ...corrected });
  return refused === undefined ? { events: [correction] } : { refusal: { ...refused, field: '/newValue' } };
}

/** A corrected date of opening or closing must leave the site's periods in order. */
function periodsDisordered(state: TrialState, corrected: TrialEntry): Refusal | undefined {
  if (corrected.type !== 'SiteOpened' && corrected.type !== 'SiteClosed') return undefined;
  const { site } = corrected.data;
  const dates = state.entries
    .map((entry) => (entry.id === corrected.id ? corrected : entry))
    .filter((entry) => (entry.type === 'SiteOpened' || entry.type === 'SiteClosed') && entry.data.site === site)
    .map((entry) => dateOf(entry)?.[1] ?? '');
  if (dates.every((date, index) => date >= (dates[index - 1] ?? date))) return undefined;
  return refusal('out-of-order', `Then ${site} would be closed before it was opened.`);
}
