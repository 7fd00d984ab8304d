import type { PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { BY_THE_SOFTWARE } from './query-fields.js';
import { type DataQuery, queryOf } from './queries-of.js';

interface Numbered {
  readonly number: number;
}

/** Who may close what the software asked. */
const FOR_THE_SOFTWARE: readonly string[] = ['monitor', 'data-manager'];

function standing(state: PatientState, { number }: Numbered): DataQuery | undefined {
  return queryOf(state, number);
}

export const queryIsThere: PatientCondition = {
  says: 'there is a query of this number',
  field: '/number',
  refuses: (state, _, data: Numbered) =>
    standing(state, data) === undefined
      ? refusal('query-unknown', `There is no query ${data.number} of this patient.`, '/number')
      : undefined,
};

export const queryNotClosed: PatientCondition = {
  says: 'the query is not closed',
  field: '/number',
  refuses: (state, _, data: Numbered) =>
    standing(state, data)?.status === 'closed'
      ? refusal('query-closed', 'This query is closed: those who raised it may open it again.', '/number')
      : undefined,
};

export const queryIsClosed: PatientCondition = {
  says: 'the query is closed',
  field: '/number',
  refuses: (state, _, data: Numbered) =>
    standing(state, data)?.status === 'closed'
      ? undefined
      : refusal('query-not-closed', 'This query is not closed: it waits for an answer, or to be closed.', '/number'),
};

/** A colleague in the same role stands in, so that nothing is left open because somebody has left. */
export const ofTheRoleThatRaised: PatientCondition = {
  says: 'it is closed or opened again in the role in which it was raised; what the software asked, by monitor or data manager',
  field: '/number',
  refuses: (state, { role }, data: Numbered) => {
    const raisedBy = standing(state, data)?.raisedByRole;
    if (role === undefined || raisedBy === undefined || raisedBy === role) return undefined;
    if (raisedBy === BY_THE_SOFTWARE && FOR_THE_SOFTWARE.includes(role)) return undefined;
    const those =
      raisedBy === BY_THE_SOFTWARE ? 'a monitor or a data manager' : `the role ${raisedBy}, which raised it`;
    return refusal('not-your-query', `This query is closed and opened again by ${those}.`, '/number');
  },
};

/** Somebody may have answered at the site, and oversee the data by now. */
export const notByWhoAnswered: PatientCondition = {
  says: 'whoever answered the query is another person',
  field: '/number',
  refuses: (state, { by, otherAccounts = [] }, data: Numbered) => {
    if (by === undefined) return undefined;
    const answered = standing(state, data)?.answers.some((answer) => [by, ...otherAccounts].includes(answer.by));
    if (answered !== true) return undefined;
    const sentence = 'You answered this query yourself: somebody else of the role that raised it judges the answer.';
    return refusal('own-answer', sentence, '/number');
  },
};

export const answeredOrExplained: PatientCondition = {
  says: 'the query is answered, or a reason says why it is closed without an answer',
  field: '/reason',
  refuses: (state, { reason }, data: Numbered) => {
    if (reason !== undefined || standing(state, data)?.status !== 'open') return undefined;
    const sentence = 'This query waits for its answer: say in the reason why it is closed without one.';
    return refusal('query-not-answered', sentence, '/reason');
  },
};
