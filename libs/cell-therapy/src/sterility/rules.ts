import { dateAt, plusDays } from '@bali/protocol';
import { refusal } from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import type { Rule } from '../unit/rule.js';

/** What the cultures of a patient say, on one day. */
export interface Cultures {
  readonly readOn: string;
  readonly marrow: string;
  readonly concentrate: string;
  readonly blood: string;
  readonly syringe: string;
  readonly organism?: string;
  readonly susceptibility?: string;
}

/** Whether anything has grown, wherever it was. */
export function hasGrown({ marrow, concentrate, blood, syringe }: Cultures): boolean {
  return [marrow, concentrate, blood, syringe].includes('growth');
}

export const grownIn: Rule = {
  says: 'What has grown is named, and nothing is named where nothing has grown.',
  refuses: (data: Cultures) => {
    if (hasGrown(data) === (data.organism !== undefined)) return undefined;
    const sentence = hasGrown(data) ? 'Name what has grown, or say that it is not known yet.' : 'Nothing has grown.';
    return refusal('invalid-value', sentence, '/organism');
  },
};

/** What grows is recorded as soon as it is seen; that nothing has grown, on the same days of every patient. */
export const readOnItsDay: Rule = {
  says: 'Cultures without growth are read on the days after the harvest that the protocol fixes, or a reason is given.',
  refuses: (data: Cultures, { harvest, facts: { timeZone }, reason }) => {
    if (harvest === undefined || hasGrown(data) || reason !== undefined) return undefined;
    const harvestedOn = dateAt(harvest.harvestedAt, timeZone);
    const days = harvest.limits.culturesReadOnDays.map((day) => plusDays(harvestedOn, day));
    if (days.includes(data.readOn)) return undefined;
    const sentence = `The cultures of every patient are read on ${days.join(' and ')}: say why in the reason.`;
    return cellTherapyRefusal('not-as-prescribed', sentence, '/readOn');
  },
};
