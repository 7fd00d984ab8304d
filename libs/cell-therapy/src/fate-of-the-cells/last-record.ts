import { dateAt, isInLastRecordWindow, nextWorkingDay } from '@bali/protocol';
import { cellTherapyRefusal } from '../refusals.js';
import type { Rule } from '../unit/rule.js';

/**
 * What became of the cells is entered in one fixed window of the next working day, whatever it was: a record that came while
 * the patient was still in the operating theatre, or at night from the freezer, would tell which of the two it is.
 */
export const inTheWindow: Rule = {
  says: 'It is entered in the window that the protocol fixes on the next working day, or on a later one if that was missed.',
  refuses: (_, { now, facts: { timeZone }, harvest }) => {
    if (harvest === undefined) return undefined;
    const { limits, harvestedAt } = harvest;
    const since = dateAt(harvestedAt, timeZone);
    if (isInLastRecordWindow(now, { timeZone, since }, limits)) return undefined;
    const { from, to } = limits.lastRecord;
    const today = dateAt(now, timeZone);
    const next = nextWorkingDay(today > since ? today : since);
    const sentence = `This is entered from ${from} to ${to} on a working day after the harvest, for every patient: on ${next} at the latest.`;
    return cellTherapyRefusal('outside-the-window', sentence);
  },
};
