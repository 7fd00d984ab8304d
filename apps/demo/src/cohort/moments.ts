import { type CalendarDate, dateAt, type Instant, plusDays } from '@bali/protocol';
import { Temporal } from 'temporal-polyfill';
import type { Chance } from '../chance.js';

/** The moment of a time of day at a place, with the offset there. @param minutes after midnight. */
export function momentAt(date: CalendarDate, minutes: number, timeZone: string): Instant {
  const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const there = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: time });
  return there.toString({ smallestUnit: 'second', timeZoneName: 'never' });
}

/** A moment as the server's clock tells it: UTC. */
export function serverTime(moment: Instant): Instant {
  return Temporal.Instant.from(moment).toString({ smallestUnit: 'millisecond' });
}

export function plusMinutes(moment: Instant, minutes: number): Instant {
  return Temporal.Instant.from(moment).add({ minutes }).toString({ smallestUnit: 'millisecond' });
}

/** The date itself, or the Monday after it. */
export function workingDay(date: CalendarDate): CalendarDate {
  const { dayOfWeek } = Temporal.PlainDate.from(date);
  return dayOfWeek <= 5 ? date : plusDays(date, 8 - dayOfWeek);
}

/** A moment of a site's working day on which somebody sits down to enter data. */
export function officeHour(chance: Chance, date: CalendarDate, timeZone: string): Instant {
  return serverTime(momentAt(workingDay(date), chance.whole(13 * 60, 17 * 60 + 30), timeZone));
}

/** When the site first knew of what happened on a date: in the morning, before anybody enters it. */
export function knownAt(date: CalendarDate, timeZone: string): Instant {
  return momentAt(date, 9 * 60 + 20, timeZone);
}

/** A date as far as a site knows it that heard of something later, from elsewhere: the month. */
export function monthOf(date: CalendarDate): string {
  return date.slice(0, 'YYYY-MM'.length);
}

/** When a site enters what happened on a date: mostly the same day, at times so late that the entry is marked. */
export function entered(chance: Chance, happenedOn: CalendarDate, timeZone: string): Instant {
  const delay = chance.happens(0.75) ? 0 : chance.happens(0.75) ? chance.whole(1, 4) : chance.whole(8, 35);
  return officeHour(chance, plusDays(happenedOn, delay), timeZone);
}

/** As {@link entered}, but not before something that has to be known already. */
export function enteredAfter(earlier: Instant, chance: Chance, happenedOn: CalendarDate, timeZone: string): Instant {
  const at = entered(chance, happenedOn, timeZone);
  if (at > earlier) return at;
  return officeHour(chance, plusDays(dateAt(earlier, timeZone), 1), timeZone);
}
