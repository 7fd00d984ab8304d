import type { WorkItem } from '@bali/projections';
import { written } from '../../api/own-writes.js';
import { hrefOf, place } from '../../app/router.js';
import { may } from '../../kit/may.js';
import { Page, Section } from '../../kit/page.js';
import { PagedTable } from '../../kit/paged-table.js';
import type { Column } from '../../kit/table.js';
import { namedIn, words } from '../../words/words.js';
import { DeviationsSection } from './deviations-section.js';
import { QueriesSection } from '../queries/queries-section.js';
import { SiteForm } from './site-form.js';

/** What there is to be done in the own role; queries about data; deviations from the protocol. */
export default function WorkPage() {
  const site = place.value.query.get('site') ?? undefined;
  const { work: t } = words.value;
  return (
    <Page title={t.title} intro={t.intro}>
      <SiteForm site={site} />
      {may('read-work-list') && (
        <Section title={t.toDo} help={t.toDoHelp}>
          <PagedTable<WorkItem>
            caption={t.toDo}
            path="/v1/work-list"
            query={{ site, atLeast: written.value }}
            columns={columnsOf()}
            keyOf={({ what, patient }, at) => `${what} ${patient} ${at}`}
            empty={t.nothingToDo}
          />
        </Section>
      )}
      {may('read-patients') && <QueriesSection site={site} />}
      {may('read-patients') && <DeviationsSection site={site} />}
    </Page>
  );
}

function columnsOf(): readonly Column<WorkItem>[] {
  const { work: t, common } = words.value;
  return [
    {
      title: common.patient,
      cell: ({ patient }) => (
        <a class="code" href={hrefOf(`/patients/${patient}`)}>
          {patient}
        </a>
      ),
    },
    {
      title: common.status,
      cell: ({ standing }) => (
        <span class={`pill ${standing === 'overdue' ? 'warn' : ''}`}>{namedIn(t.standings, standing)}</span>
      ),
    },
    {
      title: t.what,
      cell: ({ why, wayOut }) => (
        <>
          {why}
          <br />
          <small class="help">{wayOut}</small>
        </>
      ),
    },
    { title: common.from, cell: ({ from }) => from !== undefined && <span class="nowrap">{from}</span> },
    { title: t.dueOn, cell: ({ dueOn }) => dueOn !== undefined && <span class="nowrap">{dueOn}</span> },
  ];
}
