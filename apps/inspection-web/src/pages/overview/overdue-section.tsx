import type { QueryInList, Page } from '@bali/queries';
import type { WorkItem } from '@bali/projections';
import { get } from '../../api/client.js';
import { written } from '../../api/own-writes.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { may } from '../../kit/may.js';
import { Section } from '../../kit/page.js';
import { eventWord, figure, words } from '../../words/words.js';

/** A few of each: the whole lists are a page of their own. */
const A_FEW = 5;

interface Waiting {
  /** Absent: the role has no work list. */
  readonly overdue?: readonly WorkItem[];
  readonly queries: readonly QueryInList[];
}

/** What waits: what is overdue in the reader's role, and the oldest queries that are not closed. */
export function OverdueSection() {
  const { waiting: t } = words.value;
  const atLeast = written.value;
  const asked = useQuery(`waiting ${atLeast ?? ''}`, async (signal): Promise<Waiting> => {
    const few = { limit: A_FEW, atLeast };
    const [queries, overdue] = await Promise.all([
      get<Page<QueryInList>>('/v1/queries', { query: { status: 'open', ...few }, signal }),
      may('read-work-list')
        ? get<Page<WorkItem>>('/v1/work-list', { query: { standing: 'overdue', ...few }, signal })
        : undefined,
    ]);
    return { queries: queries.items, ...(overdue && { overdue: overdue.items.slice(0, A_FEW) }) };
  });
  return (
    <Section title={t.title} aside={<a href={hrefOf('/work')}>{t.all}</a>}>
      <Answered asked={asked}>
        {({ overdue, queries }) => (
          <div class="columns">
            {overdue !== undefined && (
              <div>
                <h3>{t.overdue}</h3>
                {overdue.length === 0 ? (
                  <p>{t.nothingOverdue}</p>
                ) : (
                  <ul class="values">
                    {overdue.map(({ what, patient, why }, at) => (
                      <li key={`${what} ${patient} ${at}`}>
                        <a class="code" href={hrefOf(`/patients/${patient}`)}>
                          {patient}
                        </a>{' '}
                        {why}
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            )}
            <div>
              <h3>{t.openQueries}</h3>
              {queries.length === 0 ? (
                <p>{t.noOpenQuery}</p>
              ) : (
                <ul class="values">
                  {queries.map(({ patient, number, type, ageDays }) => (
                    <li key={`${patient} ${number}`}>
                      <a class="code" href={hrefOf(`/patients/${patient}`)}>
                        {patient}
                      </a>{' '}
                      {eventWord(type)}, {t.forDays(ageDays, figure(ageDays))}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </div>
        )}
      </Answered>
    </Section>
  );
}
