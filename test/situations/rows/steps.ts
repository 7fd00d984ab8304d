import { BODIES, type Milestone, stepsUntil, takeStep } from '@bali-app/site-api/testing';
import { type OfTheUnit, on, type Recorded, type Sent } from '../situation.js';

/** A visit of the schedule, on its day. */
export const visit = (code: string, assessedOn: string, changes: object = {}): Sent => ({
  what: `the visit ${code} on ${assessedOn}`,
  at: on(assessedOn),
  path: 'follow-up-visits',
  body: { ...BODIES.visit, visit: code, assessedOn, ...changes },
});

/** A contact outside of the schedule, by telephone. */
export const call = (contactedOn: string, changes: object = {}): Sent => ({
  what: `a telephone call on ${contactedOn}`,
  at: on(contactedOn),
  by: 'study-coordinator',
  path: 'contacts',
  body: { ...BODIES.contact, contactedOn, ...changes },
});

export const missed = (code: string, missedOn: string): Sent => ({
  what: `the visit ${code} was missed`,
  at: on(missedOn),
  by: 'study-coordinator',
  path: 'missed-visits',
  body: { visit: code, missedOn, why: 'patient-unable' },
});

export const completion = (completedOn: string, at = on(completedOn)): Sent => ({
  what: `the completion on ${completedOn}`,
  at,
  path: 'completion',
  body: { completedOn },
});

export const loss = (lastContactOn: string, at: string): Sent => ({
  what: `the loss to follow-up after ${lastContactOn}`,
  at,
  path: 'loss-to-follow-up',
  body: { lastContactOn },
});

export const signOff = (at: string): Sent => ({ what: 'the sign-off', at, path: 'sign-off', body: {} });

export const notDone = (knownOn: string, why: string): Sent => ({
  what: `nothing was implanted: ${why}`,
  at: on(knownOn),
  path: 'implantation-not-done',
  body: { knownOn, why },
});

/** A death, heard of on a day, with the adverse event that the command makes of it, judged by an investigator. */
export const death = (diedOn: string, heardOn: string): readonly Sent[] => [
  {
    what: `the death on ${diedOn}`,
    at: on(heardOn),
    path: 'death',
    body: { ...BODIES.death, diedOn, awareAt: `${heardOn}T15:00:00Z` },
  },
  judgement(heardOn, { seriousness: ['death'], outcome: 'fatal' }),
];

/** What an investigator thinks of the first adverse event, which a death or an amputation makes by itself. */
export function judgement(assessedOn: string, news: object): Sent {
  return {
    what: 'the judgement of the adverse event',
    at: on(assessedOn),
    path: 'adverse-events/1/follow-ups',
    body: { assessedOn, awareAt: `${assessedOn}T15:30:00Z`, severity: 'severe', relatedTo: 'not-related', ...news },
  };
}

/** The planned way from one step to another, where something came before it: each step by whoever takes it. */
export function planned(from: Milestone, to: Milestone): readonly OfTheUnit[] {
  const steps = stepsUntil(to);
  const first = steps.findIndex(({ step }) => step === from);
  return steps.slice(first).map(({ step, at }) => ({
    ...{ what: `as planned: ${step}`, at },
    unit: (api, patient) => takeStep(api, patient, step),
  }));
}

/** @param entries the names of what was recorded wrongly */
export const annulment = (at: string, entries: readonly string[], changes: Partial<Sent> = {}): Sent => ({
  ...{ what: `the annulment of ${entries.join(' and ')}`, at, path: 'annulments' },
  body: (recorded) => annulling(recorded, entries),
  ...changes,
});

/** What counts for the endpoint or for safety is annulled by two people: one asks, and a monitor confirms on the same day. */
export const annulmentByTwo = (date: string, entries: readonly string[]): readonly Sent[] => [
  annulment(`${date}T16:00:00.000Z`, entries, { refused: 'two-people-needed' }),
  annulment(`${date}T16:05:00.000Z`, entries, { path: 'annulment-requests', names: 'request' }),
  {
    ...{ what: 'the monitor confirms', at: `${date}T17:00:00.000Z`, by: 'monitor' },
    ...{ path: 'annulment-requests/{request}/confirmation', body: { reason: 'seen in both files' } },
  },
];

function annulling(recorded: Recorded, entries: readonly string[]) {
  const reason = 'it belongs to the next patient on the ward list';
  return { entries: entries.map((name) => recorded[name]), reasonCode: 'wrong-patient', reason };
}

/** @param event the name of what was recorded wrongly */
export const correction = (at: string, event: string, right: object, changes: Partial<Sent> = {}): Sent => ({
  ...{ what: `the correction of ${event}`, at, path: 'corrections' },
  body: (recorded) => ({ correctedEvent: recorded[event], reason: 'the source document says otherwise', ...right }),
  ...changes,
});

/** Something that the cell therapy unit records of the patient's cells. */
export const ofTheUnit = (what: string, at: string, unit: OfTheUnit['unit']): OfTheUnit => ({ what, at, unit });
