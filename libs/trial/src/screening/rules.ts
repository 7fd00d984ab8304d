import { type CalendarDate, type EligibilityAnswers, isCertainlyAfter } from '@bali/protocol';
import { refusedBeforeBirth } from '../patient/birth.js';
import { all, last } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

interface Screening {
  readonly screenedOn: CalendarDate;
  readonly answers: EligibilityAnswers;
}

export const screenedBeforeRandomization: Rule = {
  says: 'The screening is not later than the day of the randomization.',
  refuses: ({ screenedOn }: Screening, _, state, { happenedOn }) => {
    const randomization = last(state, 'Randomized');
    if (randomization === undefined) return undefined;
    const randomizedOn = happenedOn(randomization);
    if (screenedOn <= randomizedOn) return undefined;
    return refusal(
      'out-of-order',
      `The patient was randomized on ${randomizedOn}, after the screening.`,
      '/screenedOn',
    );
  },
};

/** @param which the kind of infarction */
export function infarctionBeforeScreening(which: keyof EligibilityAnswers['recentInfarction']): Rule {
  const field = `/answers/recentInfarction/${which}/lastOn`;
  return {
    says: `A date of a ${which} infarction is of one that occurred, not before the patient was born, and not later than the screening.`,
    refuses: ({ screenedOn, answers }: Screening, _, state) => {
      const { occurred, lastOn } = answers.recentInfarction[which];
      if (lastOn === undefined) return undefined;
      if (occurred !== 'yes')
        return refusal('implausible-value', 'An infarction that did not occur has no date.', field);
      if (!isCertainlyAfter(lastOn, screenedOn)) return refusedBeforeBirth(state, lastOn, field);
      return refusal('out-of-order', `${lastOn} is after the screening of ${screenedOn}.`, field);
    },
  };
}

export const confirmedAfterScreening: Rule = {
  says: 'Eligibility is not confirmed before the day of the screening that was judged.',
  refuses: (
    { screening, confirmedOn }: { readonly screening: string; readonly confirmedOn?: CalendarDate },
    _,
    state,
  ) => {
    const screenedOn = all(state, 'PatientScreened').find(({ id }) => id === screening)?.data.screenedOn;
    if (confirmedOn === undefined || screenedOn === undefined || confirmedOn >= screenedOn) return undefined;
    const sentence = `The screening that was judged is of ${screenedOn}, after ${confirmedOn}.`;
    return refusal('out-of-order', sentence, '/confirmedOn');
  },
};
