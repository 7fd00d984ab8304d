import { type CalendarDate, dateAt, type Instant, plusDays } from '@bali/protocol';
import { fatalKind } from './adverse-events.js';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { enteredAfter, knownAt, monthOf, officeHour } from './moments.js';

/** The day on which a site gives up looking for somebody whom it cannot reach, counted from the last contact. */
const GIVEN_UP_AFTER_DAYS = 50;

export function withdrawalRecord({ site, chance }: RandomizedPatient, withdrawnOn: CalendarDate): Draft {
  const own = chance.for('withdrawal');
  const reason = own.happens(0.5) ? { reason: 'the patient does not wish to come to further visits' } : {};
  const more = own.for('from what').happens(0.5) ? ['further-use', 'keeping-of-cells'] : [];
  const from = ['treatment', 'follow-up', ...more];
  return ending('consent-withdrawal', officeHour(own, withdrawnOn, site.timeZone), { withdrawnOn, from, ...reason });
}

export function lossRecord({ site, chance }: RandomizedPatient, lastContactOn: CalendarDate): Draft {
  const at = officeHour(chance.for('loss'), plusDays(lastContactOn, GIVEN_UP_AFTER_DAYS), site.timeZone);
  const isVague = chance.for('last contact').happens(0.5);
  return ending('loss-to-follow-up', at, { lastContactOn: isVague ? monthOf(lastContactOn) : lastContactOn });
}

/** @param fatal the draft that reported what the patient died of */
export function deathRecord(patient: RandomizedPatient, diedOn: CalendarDate, fatal: Draft): Draft {
  const { site, chance } = patient;
  const { term, cause } = fatalKind(patient);
  const place = chance.for('place of death').happens(0.4)
    ? { diedOn: monthOf(diedOn), where: 'elsewhere', knownFrom: 'family' }
    : { diedOn, where: 'at-the-site' };
  const at = enteredAfter(fatal.at, chance.for('death'), diedOn, site.timeZone);
  const body = { ...place, awareAt: knownAt(diedOn, site.timeZone), cause, comment: `${term}; no autopsy` };
  // An investigator may have been told the arm meanwhile, and judges no cause of death any more.
  return { ...ending('death', at, body), by: 'study-coordinator', endOf: fatal.name };
}

/** On the day of the last visit of the schedule, once that is recorded. */
export function completion({ site, chance }: RandomizedPatient, visits: readonly Draft[]): readonly Draft[] {
  const last = visits.find(({ name }) => name === 'visit-M6');
  if (last === undefined || !('assessedOn' in last.body)) return [];
  const at: Instant = officeHour(chance.for('completion'), plusDays(dateAt(last.at, site.timeZone), 1), site.timeZone);
  return [ending('completion', at, { completedOn: last.body.assessedOn })];
}

function ending(path: string, at: Instant, body: object): Draft {
  return { name: path, at, by: 'investigator', path, body };
}
