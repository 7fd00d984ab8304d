import { type CalendarDate, compareInstants } from '@bali/protocol';
import { last, type PatientEventType } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';

/** The order of the steps of the treatment. @param step the one before */
export function notBefore(step: string): Rule {
  return {
    says: `It is not before \`${step}\`.`,
    refuses: (_, entry, state, { happened, whenOf }) => {
      const earlier = last(state, step as PatientEventType);
      if (earlier === undefined || compareInstants(happened(earlier), happened(entry)) <= 0) return undefined;
      const sentence = `${entry.type} at ${happened(entry)} is before ${step} at ${happened(earlier)}.`;
      return refusal('out-of-order', sentence, whenOf(entry));
    },
  };
}

/** Something that has to be on the day of the harvest: what it is, its date and that of the harvest, both at the site. */
export interface SameDay {
  readonly what: string;
  readonly on: CalendarDate;
  readonly harvestedOn: CalendarDate;
  readonly timeZone: string;
}

/**
 * The refusal of what is not on the calendar day of the harvest: what is implanted was harvested, prepared and released the
 * same day. It is the protocol's rule for both arms, at the site as in the cell therapy unit.
 */
export function offTheDayOfTheHarvest(
  { what, on, harvestedOn, timeZone }: SameDay,
  field?: string,
): Refusal | undefined {
  if (on === harvestedOn) return undefined;
  const sentence = `The harvest was on ${harvestedOn}, ${what} on ${on} (${timeZone}); it has to be the same day.`;
  return refusal('not-the-day-of-the-harvest', sentence, field);
}

export const onTheDayOfTheHarvest: Rule = {
  says: "It is on the calendar day of the harvest, in the site's time zone.",
  refuses: (_, entry, state, { happenedOn, whenOf, timeZone }) => {
    const harvest = last(state, 'Harvested');
    if (harvest === undefined) return undefined;
    const days = { on: happenedOn(entry), harvestedOn: happenedOn(harvest), timeZone };
    return offTheDayOfTheHarvest({ what: entry.type, ...days }, whenOf(entry));
  },
};
