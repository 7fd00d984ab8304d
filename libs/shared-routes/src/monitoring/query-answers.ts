import { instant, oneOf, patientCode, record, siteCode, visitCode, whole } from '@bali/schema';
import { QUERY_STATUSES } from '@bali/trial';
import type { Page, QueryInList } from '@bali/queries';
import { Type } from 'typebox';
import { type DocumentedAnswer, eventIdentifier, pageOf, text, yesOrNo } from '../answers/answers.js';
import { EXAMPLE_HARVEST } from '../answers/example-facts.js';

const optional = Type.Optional;

/** A query as it stands, without the patient whom it is about. */
export const dataQuery = {
  number: whole("the query's number for this patient", 1, 100_000),
  id: eventIdentifier('the event that raised it'),
  status: oneOf('`open`: it waits for the site; `answered`: it waits for those who raised it', QUERY_STATUSES),
  raisedAt: instant('when it was raised'),
  raisedBy: text('who raised it: the user id; `system`: the software'),
  raisedByRole: text('the role in which it was raised; `system`: the software'),
  entry: optional(eventIdentifier('the entry that it is about; absent: it is about one that is missing')),
  type: text('the type of that entry, or of the one that is missing'),
  field: optional(text("JSON pointer into the entry's data; absent: it is about the entry as a whole")),
  visit: optional(visitCode('the visit that it is about')),
  topic: optional(text('what of a reception the cell therapy unit asks about')),
  check: optional(text('the check that was overridden, where the software asks')),
  isAboutAnnulled: yesOrNo('whether the entry is annulled by now'),
  question: optional(text('hash of the question')),
  answers: Type.Array(
    record({
      at: instant('when it was answered'),
      by: text('who answered: the user id'),
      outcome: text('what the site found, as a code'),
      answer: text('hash of the words'),
    }),
    { description: 'the answers of the site, the last one last' },
  ),
  since: instant('since when it is open, answered or closed'),
  timesReopened: whole('how often it was opened again', 0, 100_000),
};

const HASH = '3b8d1f0c'.repeat(8);

export const QUERIES_ANSWER: DocumentedAnswer<Page<QueryInList>> = {
  description: 'A page of queries, oldest first',
  schema: pageOf(
    record({
      patient: patientCode,
      site: siteCode,
      ...dataQuery,
      ageDays: whole('whole days since it was raised', 0, 100_000),
      texts: Type.Record(Type.String(), Type.String(), {
        description: 'question and answers by the hashes that stand for them, as far as the reader may know them',
      }),
    }),
  ),
  example: {
    items: [
      {
        patient: 'REI-001',
        site: 'REI',
        ...{ number: 1, id: '7a1b2c3d-0e1f-5a2b-8c3d-4e5f60718293', status: 'open', isAboutAnnulled: false },
        ...{ raisedAt: '2011-03-10T08:00:00.000Z', raisedBy: 'monitor', raisedByRole: 'monitor' },
        ...{ entry: EXAMPLE_HARVEST.id, type: 'Harvested', field: '/volumeMl', question: HASH, answers: [] },
        ...{ since: '2011-03-10T08:00:00.000Z', timesReopened: 0, ageDays: 12 },
        texts: { [HASH]: '“the source document says 480 mL”' },
      },
    ],
  },
};
