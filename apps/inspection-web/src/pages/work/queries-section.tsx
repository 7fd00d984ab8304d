import type { QueryInList } from '@bali/queries';
import { hrefOf } from '../../app/router.js';
import { Section } from '../../kit/page.js';
import { PagedTable } from '../../kit/paged-table.js';
import type { Column } from '../../kit/table.js';
import { eventWord, figure, namedIn, roleWord, spoken, words } from '../../words/words.js';

/** What those who oversee the data asked the sites, the oldest first. */
export function QueriesSection({ site }: { readonly site: string | undefined }) {
  const { work: t } = words.value;
  return (
    <Section title={t.queries} help={t.queriesHelp}>
      <PagedTable<QueryInList>
        caption={t.queries}
        path="/v1/queries"
        query={{ site }}
        columns={columnsOf()}
        keyOf={({ patient, number }) => `${patient} ${number}`}
        empty={t.noQuery}
      />
    </Section>
  );
}

function columnsOf(): readonly Column<QueryInList>[] {
  const { work: t, common } = words.value;
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
  ];
}
