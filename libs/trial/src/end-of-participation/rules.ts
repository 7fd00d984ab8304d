import { implantationDate, lastAssessmentDate } from '../follow-up/implantation-date.js';
import { notBeforeDay } from '../follow-up/rules.js';
import type { Rule } from '../patient/rule.js';

export const afterTheLastVisit: Rule = {
  says: 'It is not before the last visit that took place.',
  refuses: (_, entry, state, calendar) =>
    notBeforeDay(entry, lastAssessmentDate(state) ?? implantationDate(state, calendar.timeZone), calendar),
};
