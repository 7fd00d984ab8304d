import { canonicalJson } from '@bali/ledger';
import { dateAt, type Instant } from '@bali/protocol';
import type { DecisionContext } from '../decision.js';
import type { PatientEvent } from '../events/patient-events.js';
import { type Refusal, type RefusalCode, refusal } from '../refusal.js';
import {
  committedList,
  isLocked,
  lastVisit,
  LOCKED,
  siteOf,
  stratumFor,
  targetInForce,
  type TrialSite,
  type TrialState,
  visitsInForce,
  wasOpenOn,
} from '../trial/trial-state.js';
import {
  all,
  eligibilityConfirmation,
  happenedOn,
  has,
  isLost,
  last,
  lastAssessmentDate,
  type PatientData,
  type PatientEntry,
  type PatientEventType,
  type PatientState,
  type PatientStatus,
  screeningInForce,
  signOffInForce,
  statusOf,
  UNBLINDING_TYPES,
} from './patient-state.js';
import { whenOf } from './rules/rule.js';
import { assessorUnblinded, impactPrecondition, unblindingPrecondition } from './unblinding-preconditions.js';

/** What a decision about a patient is made with besides the patient's own record. */
export interface PatientContext extends DecisionContext {
  readonly trial: TrialState;
  /**
   * How many patients are randomized so far, wherever. Handed in when a new place is asked for; without it the target
   * is not looked at, as when a randomization that was begun is finished.
   */
  readonly randomizedSoFar?: number;
}

type Precondition<Type extends PatientEventType> = (
  state: PatientState,
  data: PatientData<Type>,
  context: PatientContext,
) => Refusal | undefined;

type Step = readonly [type: PatientEventType, code: RefusalCode, sentence: string];

/** The first step that was not taken yet. */
function needs(state: PatientState, ...steps: readonly Step[]): Refusal | undefined {
  const missing = steps.find(([type]) => !has(state, type));
  return missing && refusal(missing[1], missing[2]);
}

/** The step that was taken already and is taken once. */
function once(state: PatientState, [type, code, sentence]: Step): Refusal | undefined {
  return has(state, type) ? refusal(code, sentence) : undefined;
}

const RANDOMIZED: Step = ['Randomized', 'not-randomized', 'The patient has to be randomized first.'];
const HARVESTED: Step = ['Harvested', 'not-harvested', 'The bone marrow has to be harvested first.'];
const RELEASED: Step = [
  'ProductReleased',
  'product-not-released',
  'The cell therapy unit has to release the product first.',
];
const IMPLANTED: Step = ['Implanted', 'not-implanted', 'The product has to be implanted first.'];

/**
 * The sequence of steps (21 CFR 11.10(f)): whether an event may be added to a patient's record as it stands. That its
 * values fit the others is looked after by the consistency rules.
 */
const PRECONDITIONS: { readonly [Type in PatientEventType]: Precondition<Type> } = {
  ConsentGiven: (state, _, { trial }) =>
    listNotCommitted(trial) ??
    once(state, ['ConsentGiven', 'patient-already-exists', 'There is such a patient already.']),
  PatientScreened: (state) => once(state, ['Randomized', 'already-randomized', 'The patient is randomized already.']),
  EligibilityConfirmed: (state) =>
    notToBeRandomized(state) ??
    (eligibilityConfirmation(state) && refusal('eligibility-already-confirmed', 'Eligibility is confirmed already.')),
  Randomized: (state, _, context) =>
    listNotCommitted(context.trial) ??
    notToBeRandomized(state) ??
    eligibilityNotConfirmed(state) ??
    siteNotInList(state, context.trial) ??
    recruitmentComplete(context),
  Harvested: (state) =>
    needs(state, RANDOMIZED) ??
    once(state, ['Harvested', 'already-harvested', 'The bone marrow was harvested already.']),
  ProductReleased: (state) =>
    needs(state, RANDOMIZED, HARVESTED) ??
    once(state, ['ProductReleased', 'product-already-released', 'The product was released already.']),
  Implanted: (state) =>
    needs(state, RANDOMIZED, HARVESTED, RELEASED) ??
    once(state, ['Implanted', 'already-implanted', 'The product was implanted already.']),
  FollowUpAssessed: (state, data, context) =>
    needs(state, RANDOMIZED, IMPLANTED) ?? visitProblem(state, data, context) ?? assessorUnblinded(state, context),
  Amputated: (state, data) => twice(state, 'Amputated', data),
  Revascularized: (state, data) => twice(state, 'Revascularized', data),
  AdverseEventReported: () => undefined,
  AdverseEventFollowedUp: (state, { number }) =>
    all(state, 'AdverseEventReported').some(({ data }) => data.number === number)
      ? undefined
      : refusal('adverse-event-unknown', `The patient has no adverse event number ${number}.`, '/number'),
  ConsentWithdrawn: (state) =>
    once(state, ['ConsentWithdrawn', 'consent-withdrawn', 'The patient has withdrawn consent already.']),
  LostToFollowUp: (state, data) =>
    isLost(state)
      ? refusal('already-lost-to-follow-up', 'The patient is lost to follow-up already.')
      : (completedAlready(state) ?? seenLater(state, data)),
  FollowUpCompleted: (state, _, context) =>
    needs(state, RANDOMIZED, IMPLANTED) ?? completedAlready(state) ?? lastVisitMissing(state, context),
  Died: (state) => once(state, ['Died', 'already-died', "The patient's death is recorded already."]),
  PatientSignedOff: (state) =>
    participationNotEnded(state) ??
    (signOffInForce(state) && refusal('already-signed-off', 'The record as it stands is signed off already.')),
  PatientUnblinded: unblindingPrecondition,
  UnblindingImpactAssessed: impactPrecondition,
};

/** Why an event may not be added to this record now, if it may not. */
export function refusedBySequence(
  event: PatientEvent,
  state: PatientState,
  context: PatientContext,
): Refusal | undefined {
  const isClinical = !UNBLINDING_TYPES.includes(event.type);
  const locked = isClinical ? refusedByLock(context.trial) : undefined;
  if (locked !== undefined) return locked;
  if (event.type !== 'ConsentGiven' && !has(state, 'ConsentGiven')) {
    return refusal('patient-unknown', 'There is no patient of this code.');
  }
  const precondition = PRECONDITIONS[event.type] as Precondition<PatientEventType>;
  const notThere = isClinical ? refusedBySite(event, state, context) : undefined;
  return notThere ?? precondition(state, event.data, context);
}

/** Once the database is locked, nothing is recorded or corrected. */
export function refusedByLock(trial: TrialState): Refusal | undefined {
  return isLocked(trial) ? refusal('database-locked', LOCKED) : undefined;
}

/** Whether the patient could be randomized now: asked before a slot is taken from the list. */
export function refusedRandomization(state: PatientState, context: PatientContext): Refusal | undefined {
  return refusedBySequence({ type: 'Randomized', data: { stratum: 'ALL', slot: 0 } }, state, context);
}

function refusedBySite(event: PatientEvent, state: PatientState, context: PatientContext): Refusal | undefined {
  const code = event.type === 'ConsentGiven' ? event.data.site : last(state, 'ConsentGiven')?.data.site;
  const site = siteOf(context.trial, code ?? '');
  if (site === undefined) return refusal('site-unknown', `${code ?? 'This'} is no site of this trial.`);
  return siteNotOpen({ ...event, recordedAt: context.now }, site, context.now);
}

/** The safety and the endpoint of a patient, the right to withdraw, and who answers for the record, do not end when the site is closed. */
const NEVER_ENDS_WITH_THE_SITE: readonly PatientEventType[] = [
  'Amputated',
  'AdverseEventReported',
  'AdverseEventFollowedUp',
  'ConsentWithdrawn',
  'Died',
  'PatientSignedOff',
];

/** A site may record what happened while it was open, also later; nothing else that happened outside of that. */
export function siteNotOpen(
  entry: Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>,
  site: TrialSite,
  now: Instant,
): Refusal | undefined {
  const date = happenedOn(entry, site.timeZone);
  if (wasOpenOn(site, date) || date > dateAt(now, site.timeZone)) return undefined;
  const openedOn = site.open[0]?.from;
  if (NEVER_ENDS_WITH_THE_SITE.includes(entry.type) && openedOn !== undefined && date >= openedOn) return undefined;
  return refusal('site-not-open', `The site ${site.code} was not open on ${date}.`, whenOf(entry));
}

/** Nobody takes part before it is fixed who will get what, so that nothing can be chosen afterwards. */
function listNotCommitted(trial: TrialState): Refusal | undefined {
  if (committedList(trial) !== undefined) return undefined;
  return refusal('list-not-committed', 'The cell therapy unit has to commit itself to a randomization list first.');
}

function siteNotInList(state: PatientState, trial: TrialState): Refusal | undefined {
  const site = last(state, 'ConsentGiven')?.data.site ?? '';
  if (stratumFor(trial, site) !== undefined) return undefined;
  return refusal('site-not-in-list', `The randomization list has no part for the site ${site}.`);
}

function recruitmentComplete({ trial, randomizedSoFar }: PatientContext): Refusal | undefined {
  const target = targetInForce(trial);
  if (randomizedSoFar === undefined || randomizedSoFar < target) return undefined;
  return refusal('recruitment-complete', `The ${target} patients of the recruitment target are randomized.`);
}

function notToBeRandomized(state: PatientState): Refusal | undefined {
  return (
    once(state, ['Randomized', 'already-randomized', 'The patient is randomized already.']) ??
    once(state, ['Died', 'patient-died', 'The patient has died.']) ??
    once(state, ['ConsentWithdrawn', 'consent-withdrawn', 'The patient has withdrawn consent.']) ??
    notEligible(state)
  );
}

function eligibilityNotConfirmed(state: PatientState): Refusal | undefined {
  if (eligibilityConfirmation(state) !== undefined) return undefined;
  return refusal('eligibility-not-confirmed', 'The investigator has to confirm first that the patient is eligible.');
}

const ENDED: readonly PatientStatus[] = ['completed', 'lost-to-follow-up', 'withdrawn', 'died'];

function participationNotEnded(state: PatientState): Refusal | undefined {
  if (ENDED.includes(statusOf(state))) return undefined;
  return refusal('participation-not-ended', "The patient's participation has not ended yet.");
}

function notEligible(state: PatientState): Refusal | undefined {
  const screening = screeningInForce(state);
  if (screening === undefined) return refusal('patient-not-screened', 'The patient has to be screened first.');
  const { verdict, failed, notAssessed } = screening.data;
  if (verdict === 'eligible') return undefined;
  return verdict === 'not-eligible'
    ? refusal('patient-not-eligible', `The patient is not eligible: ${failed.join(', ')}.`)
    : refusal('eligibility-not-yet-decidable', `Not assessed yet: ${notAssessed.join(', ')}.`);
}

export function visitProblem(
  state: PatientState,
  { visit }: PatientData<'FollowUpAssessed'>,
  { trial }: PatientContext,
): Refusal | undefined {
  if (!visitsInForce(trial).some(({ code }) => code === visit)) {
    return refusal('visit-unknown', `${visit} is no visit of the schedule in force.`, '/visit');
  }
  const recorded = all(state, 'FollowUpAssessed').some(({ data }) => data.visit === visit);
  if (!recorded) return undefined;
  return refusal(
    'visit-already-recorded',
    `The visit ${visit} is recorded already: correct what is wrong in it.`,
    '/visit',
  );
}

/** Who was seen after the last contact was not lost then; a visit entered later finds the patient again. */
function seenLater(state: PatientState, { lastContactOn }: PatientData<'LostToFollowUp'>): Refusal | undefined {
  const seenOn = lastAssessmentDate(state);
  if (seenOn === undefined || seenOn <= lastContactOn) return undefined;
  return refusal('out-of-order', `The patient was seen on ${seenOn}, after that.`, '/lastContactOn');
}

/** The same operation entered a second time, as happens when two people keep one record. */
function twice(state: PatientState, type: 'Amputated' | 'Revascularized', entered: unknown): Refusal | undefined {
  const same = all<'Amputated' | 'Revascularized'>(state, type).some(
    ({ data }) => canonicalJson(data) === canonicalJson(entered),
  );
  return same ? refusal('already-recorded', 'This very operation is recorded already.') : undefined;
}

function completedAlready(state: PatientState): Refusal | undefined {
  return once(state, [
    'FollowUpCompleted',
    'follow-up-already-completed',
    'The patient has completed the follow-up already.',
  ]);
}

function lastVisitMissing(state: PatientState, { trial }: PatientContext): Refusal | undefined {
  const visit = lastVisit(trial);
  if (visit === undefined || all(state, 'FollowUpAssessed').some(({ data }) => data.visit === visit.code))
    return undefined;
  return refusal('follow-up-not-complete', `The visit ${visit.code} (${visit.title}) is not recorded yet.`);
}
