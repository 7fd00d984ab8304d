import { type CalendarDate, firstDay, isCertainlyBefore } from '@bali/protocol';
import { consentOn } from '../consent/consent-in-force.js';
import { all, has, last, type PatientEntry, type PatientState } from '../patient/chart.js';
import { contradictions } from '../patient/consistency.js';
import { calendarAt, happened, happenedOn } from '../patient/happened.js';
import { patientEventOf } from '../patient/patient-events.js';
import { dayAt } from '../patient/time-zone.js';
import { eligibilityOn } from '../screening/judged-on.js';
import { screeningInForce } from '../screening/screening-in-force.js';
import { siteOn } from '../transfer/stays.js';
import { versionInForce } from '../trial/versions.js';
import { found, type Finder, type Looking } from './deviation.js';

const LATE_CARD_MS = 86_400_000;

export const outdatedForms: Finder = (state, { trial }) => {
  const given = all(state, 'ConsentGiven').map(({ id, data }) => ({ id, ...data, on: data.consentedOn }));
  const renewed = all(state, 'ConsentRenewed').map(({ id, data }) => ({ id, ...data, on: data.renewedOn }));
  return [...given, ...renewed]
    .filter(({ on, informationVersion }) => {
      const site = siteOn(state, on) ?? '';
      const inForce = versionInForce(trial, { document: 'consent-form', site, day: on });
      return inForce !== undefined && inForce !== informationVersion;
    })
    .map(({ id, on }) => found('outdated-consent-form', id, { on, records: [id] }));
};

/** What the patient consents to anew with a new form: what is done to, or asked of, the patient. */
const ACTS: ReadonlySet<string> = new Set(['Harvested', 'Implanted', 'FollowUpAssessed']);

/** The first act under each form that the patient has not signed. */
export const consentNotRenewed: Finder = (state, { trial, zones }) => {
  const consentedOn = last(state, 'ConsentGiven')?.data.consentedOn;
  if (consentedOn === undefined) return [];
  const firstUnder = new Map<string, PatientEntry>();
  for (const act of state.entries.filter(({ type }) => ACTS.has(type))) {
    const day = happenedOn(act, zones);
    const site = siteOn(state, day) ?? '';
    const inForce = versionInForce(trial, { document: 'consent-form', site, day });
    const atConsent = versionInForce(trial, { document: 'consent-form', site, day: consentedOn });
    if (inForce === undefined || inForce === atConsent || firstUnder.has(inForce)) continue;
    if (consentOn(state, day)?.informationVersion !== inForce) firstUnder.set(inForce, act);
  }
  return [...firstUnder].map(([version, act]) =>
    found('consent-not-renewed', version, { on: happenedOn(act, zones), records: [act.id] }),
  );
};

export const consentAfterAct: Finder = (state, { zones }) => {
  const consent = last(state, 'ConsentGiven');
  if (consent === undefined) return [];
  return state.entries
    .filter((entry) => isAct(entry) && isCertainlyBefore(happenedOn(entry, zones), consent.data.consentedOn))
    .map((entry) =>
      found('consent-after-act', entry.id, { on: happenedOn(entry, zones), records: [entry.id, consent.id] }),
    );
};

function isAct({ type }: PatientEntry): boolean {
  const definition = patientEventOf(type);
  return definition?.changesRecord === true && definition.beforeConsent !== 'allowed';
}

/** A withdrawal is recorded as of its day, whatever was done meanwhile. */
export const actsAfterWithdrawal: Finder = (state, { zones, asOf }) => {
  if (!has(state, 'ConsentWithdrawn')) return [];
  const refused = contradictions(state, calendarAt(`${asOf}T23:59:59.999Z`, zones)).filter(
    ({ refusal }) => refusal.code === 'consent-withdrawn',
  );
  return refused.flatMap(({ entry: id }) => {
    const entry = state.entries.find((one) => one.id === id);
    if (entry === undefined) return [];
    const records = [id, ...all(state, 'ConsentWithdrawn').map((withdrawal) => withdrawal.id)];
    return found('act-after-withdrawal', id, { on: happenedOn(entry, zones), records });
  });
};

export const notEligible: Finder = (state, { trial, zones }: Looking) => {
  const [randomized] = all(state, 'Randomized');
  const screening = screeningInForce(state);
  if (randomized === undefined || screening === undefined) return [];
  const day = dayAt(happened(randomized), zones);
  const verdict = eligibilityOn(state, day, { trial })?.verdict;
  const isLater = (screening.correctedAtRevision ?? screening.revision) > randomized.revision;
  // Of older records it may be undecided what a term meant: that is no error by itself.
  if (verdict === 'eligible' || (verdict === 'not-yet-decidable' && !isLater)) return [];
  const kind = isLater ? 'eligibility-lost' : 'randomized-in-error';
  const records = [screening.id, randomized.id, ...infarctionsBefore(state, day)];
  return [found(kind, randomized.id, { on: day, records })];
};

/** Infarctions that were reported as adverse events count for eligibility, too. */
function infarctionsBefore(state: PatientState, day: CalendarDate): readonly string[] {
  return all(state, 'AdverseEventReported')
    .filter(({ data: { infarction = 'no', startedOn } }) => infarction !== 'no' && firstDay(startedOn) <= day)
    .map(({ id }) => id);
}

export const secondCode: Finder = (state, { zones }) => {
  const same = last(state, 'SamePerson');
  const [randomized] = all(state, 'Randomized');
  if (same === undefined || randomized === undefined) return [];
  const on = dayAt(happened(randomized), zones);
  return [found('second-code', randomized.id, { on, records: [same.id, randomized.id] })];
};

export const cardEnteredLate: Finder = (state, { zones }) =>
  all(state, 'Randomized').flatMap(({ id, recordedAt, data: { randomizedAt } }) => {
    if (randomizedAt === undefined || Date.parse(recordedAt) - Date.parse(randomizedAt) <= LATE_CARD_MS) return [];
    return found('card-entered-late', id, { on: dayAt(randomizedAt, zones), records: [id] });
  });
