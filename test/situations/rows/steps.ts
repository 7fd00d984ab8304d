import { BODIES } from '@bali-app/site-api/testing';
import { on, type Sent } from '../situation.js';

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
