import { compareInstants } from '@bali/protocol';
import { last, type PatientEventType } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

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

/** What is implanted was harvested the same day: the protocol's rule for both arms. */
export const onTheDayOfTheHarvest: Rule = {
  says: "It is on the calendar day of the harvest, in the site's time zone.",
  refuses: (_, entry, state, { happenedOn, whenOf, timeZone }) => {
    const harvest = last(state, 'Harvested');
    if (harvest === undefined) return undefined;
    const [harvestedOn, on] = [happenedOn(harvest), happenedOn(entry)];
    if (on === harvestedOn) return undefined;
    return refusal(
      'not-the-day-of-the-harvest',
      `The harvest was on ${harvestedOn}, ${entry.type} on ${on} (${timeZone}); it has to be the same day.`,
      whenOf(entry),
    );
  },
};
