import { dateAt, plusDays, type Site } from '@bali/protocol';
import type { Draft } from './draft.js';
import { momentAt, plusMinutes, serverTime, workingDay } from './moments.js';

const A_DAY_MINUTES = 24 * 60;

/**
 * What is entered wrongly of one patient in the days after the first visit, and put right: an amputation of the patient in the next
 * bed, which two people take out again, and a revascularization that was annulled by mistake and is entered again.
 * @param course of a patient who is followed up; without a first visit, nothing of it happens.
 */
export function putRightDrafts({ timeZone }: Site, course: readonly Draft[]): readonly Draft[] {
  const visit = course.find(({ name }) => name === 'visit-M1');
  if (visit === undefined) return [];
  const enteredOn = workingDay(plusDays(dateAt(visit.at, timeZone), 2));
  const at = serverTime(momentAt(enteredOn, 10 * 60, timeZone));
  return [...ofAnotherPatient(at, enteredOn), ...annulledByMistake(plusMinutes(at, 3 * A_DAY_MINUTES), enteredOn)];
}

/** An amputation counts for the endpoint, so the investigator asks, and the monitor declines or confirms. */
function ofAnotherPatient(at: string, enteredOn: string): readonly Draft[] {
  const entries = ['amputation-of-another-patient'];
  const later = (minutes: number) => plusMinutes(at, minutes);
  const asked = (name: string, when: string, reason: string): Draft => ({
    ...{ name, at: when, by: 'investigator', path: 'annulment-requests', about: { entries } },
    body: { reasonCode: 'wrong-patient', reason },
  });
  const answered = (answer: 'refusal' | 'confirmation', request: string, when: string, body: object): Draft => ({
    ...{ name: `${answer}-of-the-annulment`, at: when, by: 'monitor', body },
    ...{ path: `annulment-requests/{request}/${answer}`, about: { request } },
  });
  return [
    {
      ...{ name: 'amputation-of-another-patient', at, by: 'investigator', path: 'amputations' },
      body: { performedOn: enteredOn, where: 'at-the-site', side: 'left', level: 'toe', indication: 'ischemia' },
    },
    asked('annulment-request', later(60), 'wrong file'),
    answered('refusal', 'annulment-request', later(3 * 60), {
      reason: 'of which patient is it? the file has to say so',
    }),
    asked('annulment-request-again', later(A_DAY_MINUTES), 'it belongs to the next patient on the ward list'),
    answered('confirmation', 'annulment-request-again', later(A_DAY_MINUTES + 90), {
      ...{ reasonCode: 'wrong-patient', reason: 'seen in both files' },
    }),
  ];
}

function annulledByMistake(at: string, performedOn: string): readonly Draft[] {
  const entry: Draft = {
    ...{ name: 'revascularization-once', at, by: 'investigator', path: 'revascularizations' },
    body: { performedOn, where: 'at-the-site', side: 'right', procedure: 'angioplasty' },
  };
  return [
    entry,
    {
      ...{ name: 'annulment', at: plusMinutes(at, 30), by: 'investigator', path: 'annulments' },
      about: { entries: [entry.name] },
      body: { reasonCode: 'entered-twice', reason: 'it stands on the previous page already' },
    },
    {
      ...{ ...entry, name: 'revascularization-again', at: plusMinutes(at, 50) },
      about: { replaces: entry.name },
    },
  ];
}
