import type { QueryInList } from '@bali/queries';
import type { ComponentChildren } from 'preact';
import { written } from '../../api/own-writes.js';
import { hrefOf } from '../../app/router.js';
import { Section } from '../../kit/page.js';
import { PagedTable } from '../../kit/paged-table.js';
import type { Column } from '../../kit/table.js';
import { eventWord, figure, namedIn, roleWord, spoken, words } from '../../words/words.js';
import { QueryActions } from './query-actions.js';

interface QueriesProps {
  readonly site?: string | undefined;
  readonly patient?: string;
  readonly aside?: ComponentChildren;
}

/** What those who oversee the data asked the sites, the oldest first. */
export function QueriesSection({ site, patient, aside }: QueriesProps) {
  const { work: t } = words.value;
  return (
    <Section title={t.queries} help={t.queriesHelp} aside={aside}>
      <PagedTable<QueryInList>
        caption={t.queries}
        path="/v1/queries"
        query={{ site, patient, atLeast: written.value }}
        columns={columnsOf()}
        keyOf={({ patient: of, number }) => `${of} ${number}`}
        empty={t.noQuery}
      />
    </Section>
  );
}

function columnsOf(): readonly Column<QueryInList>[] {
  const { work: t, common, enter } = words.value;
  return [
    {
      title: common.patient,
      cell: ({ patient, number }) => (
        <>
          <a class="code" href={hrefOf(`/patients/${patient}`)}>
            {patient}
          </a>{' '}
          {t.number(figure(number))}
        </>
      ),
    },
    {
      title: t.asked,
      cell: ({ type, field, visit, question, topic, texts, raisedByRole }) => (
        <>
          {[eventWord(type), visit, field].filter((part) => part !== undefined).join(' · ')}
          <br />
          <bdi>{question === undefined ? topic && spoken(topic) : texts[question]}</bdi>
          <br />
          <small class="help">
            {t.by}: {roleWord(raisedByRole)}
          </small>
        </>
      ),
    },
    { title: t.answer, cell: ({ answers, texts }) => <bdi>{texts[answers.at(-1)?.answer ?? '']}</bdi> },
    { title: common.status, cell: ({ status }) => namedIn(t.queryStatuses, status) },
    { title: t.age, isFigure: true, cell: ({ ageDays }) => figure(ageDays) },
    { title: enter.toDo, cell: (query) => <QueryActions query={query} /> },
  ];
}
