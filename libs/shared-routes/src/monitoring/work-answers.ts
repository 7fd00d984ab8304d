import { calendarDate, oneOf, patientCode, record, siteCode, visitCode, whole } from '@bali/schema';
import { WORK, WORK_KINDS, WORK_STANDINGS, type WorkItem } from '@bali/projections';
import type { Page } from '@bali/queries';
import { Type } from 'typebox';
import { type DocumentedAnswer, eventIdentifier, pageOf, text } from '../answers/answers.js';

const optional = Type.Optional;

export const WORK_LIST_ANSWER: DocumentedAnswer<Page<WorkItem>> = {
  description: 'What the role has to do, patient by patient. A page ends with a patient',
  schema: pageOf(
    record({
      what: oneOf('what there is to be done', [...WORK_KINDS]),
      standing: oneOf('whether it can be done soon, is due, or should be done already', WORK_STANDINGS),
      patient: patientCode,
      site: siteCode,
      why: text('why it is there'),
      wayOut: text('how it is done'),
      from: optional(calendarDate('since when it can be done, or the first day on which it can')),
      dueOn: optional(calendarDate('the last day on which it is in time')),
      visit: optional(visitCode('the visit')),
      number: optional(whole('of the query, the alert or the adverse event', 1, 100_000)),
      entry: optional(eventIdentifier('the entry that it is about')),
      deviation: optional(text('the key of the deviation')),
      field: optional(text('the place of the free text in that entry: a JSON pointer')),
      values: optional(whole('how many values there are', 0, 1_000_000)),
    }),
  ),
  example: {
    items: [
      {
        ...{ what: 'visit-to-record', standing: 'due', patient: 'REI-001', site: 'REI', visit: 'M1' },
        why: 'Nothing is recorded of visit M1, which is from 2011-03-26 to 2011-04-09.',
        wayOut: WORK['visit-to-record'].wayOut,
        ...{ from: '2011-03-26', dueOn: '2011-04-09' },
      },
    ],
  },
};
