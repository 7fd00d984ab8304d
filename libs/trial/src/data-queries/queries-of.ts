import { present } from '@bali/schema';
import { all, type EntryOfType, type PatientEntry, type PatientState } from '../patient/chart.js';
import { RECEPTION_FIELDS } from './query-fields.js';

export const QUERY_STATUSES = ['open', 'answered', 'closed'] as const;
export type QueryStatus = (typeof QUERY_STATUSES)[number];

/** A query of a patient as it stands now. */
export interface DataQuery {
  readonly number: number;
  /** The event that raised it. */
  readonly id: string;
  readonly status: QueryStatus;
  readonly raisedAt: string;
  readonly raisedBy: string;
  readonly raisedByRole: string;
  /** The entry that it is about; absent: it is about one that is missing. */
  readonly entry?: string;
  /** The type of that entry, or of the one that is missing. */
  readonly type: string;
  /** JSON pointer into the entry's data; absent: it is about the entry as a whole. */
  readonly field?: string;
  /** The visit that the entry is of, or that is missing. */
  readonly visit?: string;
  readonly topic?: string;
  /** The check that was overridden, where the software asks. */
  readonly check?: string;
  /** Whether the entry is annulled: then nothing is left to answer. */
  readonly isAboutAnnulled: boolean;
  /** The hash of the question. */
  readonly question?: string;
  readonly answers: readonly QueryAnswer[];
  /** Since when it is open, answered or closed. */
  readonly since: string;
  readonly timesReopened: number;
}

export interface QueryAnswer {
  readonly at: string;
  readonly by: string;
  readonly outcome: string;
  /** The hash of the words. */
  readonly answer: string;
}

type Raised = EntryOfType<'QueryRaised'>;

/** All queries of a patient, in the order of their numbers. */
export function queriesOf(state: PatientState): readonly DataQuery[] {
  return all(state, 'QueryRaised').map((raised) => queryAsItStands(raised, state));
}

/** The query of a number as it stands; `undefined`: there is none. */
export function queryOf(state: PatientState, number: number): DataQuery | undefined {
  const raised = all(state, 'QueryRaised').find(({ data }) => data.number === number);
  return raised && queryAsItStands(raised, state);
}

function queryAsItStands(raised: Raised, state: PatientState): DataQuery {
  const { data, id, recordedAt: raisedAt } = raised;
  const { number, raisedBy, raisedByRole, topic, check, question } = data;
  const entry = entryAskedAbout(raised, state);
  return present<DataQuery>({
    ...{ number, id, raisedAt, raisedBy, raisedByRole, topic, check, question },
    entry: entry?.id,
    type: entry?.type ?? data.missing?.type ?? 'unknown',
    field: data.field ?? (topic && RECEPTION_FIELDS[topic]),
    visit: data.missing?.visit ?? visitOf(entry),
    isAboutAnnulled: (state.struck ?? []).some((one) => one.id === entry?.id),
    ...standingAfter(stepsOf(number, state), raisedAt),
  });
}

function standingAfter(
  steps: readonly StepOfQuery[],
  raisedAt: string,
): Pick<DataQuery, 'status' | 'answers' | 'since' | 'timesReopened'> {
  const last = steps.at(-1);
  return {
    status: last === undefined ? 'open' : STATUS_AFTER[last.type],
    answers: steps.flatMap((step) => (step.type === 'QueryAnswered' ? [answerOf(step)] : [])),
    since: last?.recordedAt ?? raisedAt,
    timesReopened: steps.filter(({ type }) => type === 'QueryReopened').length,
  };
}

type StepOfQuery = EntryOfType<keyof typeof STATUS_AFTER>;

function stepsOf(number: number, state: PatientState): readonly StepOfQuery[] {
  return state.entries.filter(
    (one): one is StepOfQuery => Object.hasOwn(STATUS_AFTER, one.type) && (one as StepOfQuery).data.number === number,
  );
}

function visitOf(entry: PatientEntry | undefined): string | undefined {
  return (entry?.data as { readonly visit?: string } | undefined)?.visit;
}

const STATUS_AFTER = { QueryAnswered: 'answered', QueryClosed: 'closed', QueryReopened: 'open' } as const;

function answerOf({ data, recordedAt }: EntryOfType<'QueryAnswered'>): QueryAnswer {
  return { at: recordedAt, by: data.answeredBy, outcome: data.outcome, answer: data.answer };
}

/** The entry that a query is about, annulled ones too; `undefined`: it is about one that is missing. */
function entryAskedAbout({ data, revision }: Raised, { entries, struck = [] }: PatientState): PatientEntry | undefined {
  const isIt = (one: PatientEntry): boolean =>
    data.entriesBefore === undefined ? one.id === data.entry : one.revision === revision - data.entriesBefore;
  return data.missing === undefined ? (entries.find(isIt) ?? struck.find(isIt)) : undefined;
}
