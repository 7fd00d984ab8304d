import { dateAt, type Instant, lastDay, onDate, possibleDays } from '@bali/protocol';
import { ConsentGiven } from '../consent/consent-given.js';
import { refusedByLock } from '../lock/after-lock.js';
import { type Refusal, refusal } from '../refusal.js';
import { siteOn } from '../transfer/stays.js';
import { siteOf, type TrialSite, type TrialState, wasOpenWithin } from '../trial/trial-state.js';
import { type Giver, judgedByWhoKnows } from '../unblinding/knowledge.js';
import { has, type PatientState } from './chart.js';
import type { PatientCircumstances, PatientCondition, PatientEventDefinition, Step } from './define-patient-event.js';
import { happenedOn, whenOf } from './happened.js';
import { PATIENT_EVENTS, patientEventOf, type PatientEvent } from './patient-events.js';
import type { Dated } from './rule.js';
import { timeZoneOf } from './time-zone.js';

/** Why an event may not be added to this record now, if it may not: the sequence of steps (21 CFR 11.10(f)). */
export function refusedBySequence(
  event: PatientEvent,
  state: PatientState,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  const definition: PatientEventDefinition = PATIENT_EVENTS[event.type];
  return (
    (definition.afterLock === 'refused' ? refusedByLock(circumstances.trial) : undefined) ??
    refusedByIdentity(event, state) ??
    (definition.changesRecord ? refusedBySite(event, state, circumstances) : undefined) ??
    refusedByNeeds(definition, event, state, circumstances) ??
    refusedByOnce(definition, event, state) ??
    refusedByConditions(definition.conditions, event, state, circumstances) ??
    refusedByKnowledge(definition, state, circumstances, event.data)
  );
}

/** The record of a patient begins with the consent. */
function refusedByIdentity({ type }: PatientEvent, state: PatientState): Refusal | undefined {
  if (type === ConsentGiven.type || has(state, 'ConsentGiven')) return undefined;
  if (state.struck === undefined) return missing(ConsentGiven);
  const sentence =
    'The consent of this code was annulled: nobody takes part under it. Read the code again; a patient who consents gets a new one.';
  return refusal('patient-annulled', sentence);
}

function missing({ type, whenMissing }: Step): Refusal {
  if (whenMissing === undefined) throw new Error(`it is not said what is refused without ${type}`);
  return refusal(whenMissing.code, whenMissing.sentence);
}

/** Of what changes the record. That somebody was told an arm stands beside it, and no site is in the way of that. */
function refusedBySite(
  event: PatientEvent,
  state: PatientState,
  { trial, now }: PatientCircumstances,
): Refusal | undefined {
  const entry = { ...event, recordedAt: now };
  const code = event.type === 'ConsentGiven' ? event.data.site : siteOfEntry(entry, state, trial);
  const site = siteOf(trial, code ?? '');
  if (site === undefined) return refusal('site-unknown', `${code ?? 'This'} is no site of this trial.`);
  return siteNotOpen(entry, site, now);
}

/** The site where the patient was when something happened; of a day that is known in part, on the last possible one. */
function siteOfEntry(entry: Dated, state: PatientState, trial: TrialState): string | undefined {
  return siteOn(state, lastDay(happenedOn(entry, timeZoneOf(state, trial))));
}

/** A site may record what happened while it was open, also later; of what happened afterwards, only what its event allows. */
function siteNotOpen(entry: Dated, site: TrialSite, now: Instant): Refusal | undefined {
  const date = happenedOn(entry, site.timeZone);
  const possible = possibleDays(date);
  if (wasOpenWithin(site, possible) || possible.first > dateAt(now, site.timeZone)) return undefined;
  const openedOn = site.open[0]?.from;
  const { afterSiteClosed, beforeConsent } = patientEventOf(entry.type) ?? {};
  if (beforeConsent === 'allowed' && openedOn !== undefined && possible.first < openedOn) return undefined;
  const mayComeLater = afterSiteClosed === 'allowed';
  if (mayComeLater && openedOn !== undefined && possible.last >= openedOn) return undefined;
  return refusal('site-not-open', `The site ${site.code} was not open ${onDate(date)}.`, whenOf(entry));
}

function refusedByNeeds(
  { needs }: PatientEventDefinition,
  event: PatientEvent,
  state: PatientState,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  for (const need of needs) {
    const refused = 'refuses' in need ? need.refuses(state, circumstances, event.data as never) : absent(need, state);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function absent(step: Step, state: PatientState): Refusal | undefined {
  return state.entries.some(({ type }) => type === step.type) ? undefined : missing(step);
}

function refusedByOnce(
  { once }: PatientEventDefinition,
  { type, data }: PatientEvent,
  state: PatientState,
): Refusal | undefined {
  if (once === undefined) return undefined;
  const valueOf = (of: unknown): unknown =>
    once.per === undefined ? undefined : (of as Readonly<Record<string, unknown>>)[once.per];
  const isThere = state.entries.some((entry) => entry.type === type && valueOf(entry.data) === valueOf(data));
  return isThere ? refusal(once.code, once.sentence(data as never), once.field) : undefined;
}

function refusedByConditions(
  conditions: readonly PatientCondition[],
  { data }: PatientEvent,
  state: PatientState,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  for (const condition of conditions) {
    const refused = condition.refuses(state, circumstances, data as never);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/**
 * Whoever knows the arm would see the patient with other eyes.
 * @param values what is entered; `undefined`: the entry as a whole.
 */
export function refusedByKnowledge(
  { byWhoKnowsTheArm }: Pick<PatientEventDefinition, 'byWhoKnowsTheArm'>,
  state: PatientState,
  given: Giver,
  values?: object,
): Refusal | undefined {
  return judgedByWhoKnows(byWhoKnowsTheArm, state, given, values);
}

/** The same of a correction: whatever the new value of a judged field is, the judgement would be another one. */
export function correctionRefusedByKnowledge(
  definition: Pick<PatientEventDefinition, 'byWhoKnowsTheArm'>,
  state: PatientState,
  given: Giver,
  field: string,
): Refusal | undefined {
  const [, name = ''] = field.split('/');
  const refused = refusedByKnowledge(definition, state, given, { [name]: ANOTHER_VALUE });
  return refused && { ...refused, field: '/field' };
}

const ANOTHER_VALUE = {};

/**
 * What holds of a field when it is entered holds when it is corrected: that the site was open then, that there is such a
 * visit, and that it is recorded once.
 * @param others the record without the corrected entry
 * @param corrected the entry as it is to be
 */
export function refusedAsIfEntered(
  others: PatientState,
  corrected: PatientEvent & Dated,
  field: string,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  const definition: PatientEventDefinition = PATIENT_EVENTS[corrected.type];
  const { needs, once, conditions } = definition;
  const asked = (all: readonly (Step | PatientCondition)[]) =>
    all.filter((one): one is PatientCondition => 'refuses' in one && one.field === field);
  return (
    (field === whenOf(corrected) ? refusedBySite(corrected, others, circumstances) : undefined) ??
    refusedByConditions(asked(needs), corrected, others, circumstances) ??
    (once?.field === field ? refusedByOnce(definition, corrected, others) : undefined) ??
    refusedByConditions(asked(conditions), corrected, others, circumstances)
  );
}
