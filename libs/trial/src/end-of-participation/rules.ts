import { lastAssessmentDate } from '../follow-up/contacts.js';
import { notBeforeDay } from '../follow-up/rules.js';
import { timeZero } from '../follow-up/time-zero.js';
import type { Rule } from '../patient/rule.js';

export const afterTheLastVisit: Rule = {
  says: 'It is not before the last visit that took place.',
  refuses: (_, entry, state, calendar) =>
    notBeforeDay(entry, lastAssessmentDate(state) ?? timeZero(state, calendar.timeZone), calendar),
};
