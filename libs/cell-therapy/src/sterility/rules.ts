import { dateAt, plusDays } from '@bali/protocol';
import { refusal, testedTwice } from '@bali/trial';
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
  readonly identifiedAs?: unknown;
}

/** Whether anything has grown, wherever it was. */
export function hasGrown({ marrow, concentrate, blood, syringe }: Cultures): boolean {
  return [marrow, concentrate, blood, syringe].includes('growth');
}

export const grownIn: Rule = {
  says: 'What has grown is named, and nothing is named where nothing has grown.',
  refuses: (data: Cultures) => {
    const isNamed = data.identifiedAs !== undefined || data.organism !== undefined;
    if (hasGrown(data) === isNamed) return undefined;
    const sentence = hasGrown(data) ? 'Say what has grown, or that it is not identified yet.' : 'Nothing has grown.';
    return refusal('invalid-value', sentence, '/identifiedAs');
  },
};

export const eachTestedOnce: Rule = {
  says: 'The susceptibility to each antimicrobial is said once.',
  refuses: (data: Parameters<typeof testedTwice>[0]) => {
    const field = testedTwice(data);
    if (field === undefined) return undefined;
    return refusal('invalid-value', 'This antimicrobial stands in the list already.', field);
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
