import { type CalendarDate, compareInstants } from '@bali/protocol';
import type { PatientEntry, PatientState } from '../patient/chart.js';
import type { Calendar, Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { harvestNumbered, harvestOf, stepBefore } from './harvests.js';

/** The order of the steps of the treatment, within each harvest. @param step the one before, in words */
export function notBefore(step: string): Rule {
  return {
    says: `It is not before ${step}.`,
    refuses: (_, entry, state, { happened, happenedOn, whenOf, named }) => {
      const earlier = stepBefore(entry as PatientEntry, state, happenedOn);
      if (earlier === undefined || compareInstants(happened(earlier), happened(entry)) <= 0) return undefined;
      const sentence = `${named(entry)} at ${happened(entry)} is before ${named(earlier)} at ${happened(earlier)}.`;
      return refusal('out-of-order', sentence, whenOf(entry));
    },
  };
}

/** Something that has to be on the day of the harvest: its date and that of the harvest, both at the site. */
export interface SameDay {
  readonly on: CalendarDate;
  readonly harvestedOn: CalendarDate;
  readonly timeZone: string;
}

/**
 * The refusal of what is not on the calendar day of the harvest: what is implanted was harvested, prepared and released the
 * same day. It is the protocol's rule for both arms, at the site as in the cell therapy unit.
 */
export function offTheDayOfTheHarvest({ on, harvestedOn, timeZone }: SameDay, field?: string): Refusal | undefined {
  if (on === harvestedOn) return undefined;
  const sentence = `The harvest was on ${harvestedOn}, and this on ${on} (${timeZone}): it has to be the same day.`;
  return refusal('not-the-day-of-the-harvest', sentence, field);
}

interface OfHarvest {
  readonly harvest?: number;
}

export const onTheDayOfTheHarvest: Rule = {
  says: "It is on the calendar day of its harvest, in the site's time zone.",
  refuses: (data: OfHarvest, entry, state, calendar) =>
    offItsHarvest(harvestOf(data), entry as PatientEntry, state, calendar),
};

interface Implantation extends OfHarvest {
  readonly despite?: readonly string[];
}

/** The way out of a refusal for somebody who has to record what has happened all the same. */
export function ifItHappened(despite: string): string {
  return (
    `If it has happened all the same, record it with \`despite\`: “${despite}”. ` +
    'If not, what is open is another harvest, or the record that the implantation was not done.'
  );
}

export const implantedOnTheDayOfTheHarvest: Rule = {
  says: "It is on the calendar day of its harvest, in the site's time zone, or it says `another-day` in `despite`.",
  refuses: (data: Implantation, entry, state, calendar) => {
    if (data.despite?.includes('another-day') === true) return undefined;
    const refused = offItsHarvest(harvestOf(data), entry as PatientEntry, state, calendar);
    return refused && { ...refused, sentence: `${refused.sentence} ${ifItHappened('another-day')}` };
  },
};

function offItsHarvest(
  harvest: number,
  entry: PatientEntry,
  state: PatientState,
  { happenedOn, whenOf, timeZone }: Calendar,
): Refusal | undefined {
  const harvested = harvestNumbered(state, harvest);
  if (harvested === undefined) return undefined;
  const days = { on: happenedOn(entry), harvestedOn: happenedOn(harvested), timeZone };
  return offTheDayOfTheHarvest(days, whenOf(entry));
}

export const notBeforeItsHarvest: Rule = {
  says: 'It is not before the day of the randomization or of the latest harvest before it.',
  refuses: (data: OfHarvest, entry, state, { happenedOn, whenOf, named }) => {
    const since = harvestNumbered(state, harvestOf(data)) ?? state.entries.find(({ type }) => type === 'Randomized');
    if (since === undefined || happenedOn(entry) >= happenedOn(since)) return undefined;
    const sentence = `${named(entry)} on ${happenedOn(entry)} is before ${named(since)} on ${happenedOn(since)}.`;
    return refusal('out-of-order', sentence, whenOf(entry));
  },
};
