import type { Found } from '@bali/trail-review';
import { hrefOf } from '../../app/router.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { PagedTable } from '../../kit/paged-table.js';
import type { Column } from '../../kit/table.js';
import { eventWord, ledgerWord, words } from '../../words/words.js';
import { type Looked, TRAIL_REVIEW } from './check.js';

/** The records that a check points at, a page at a time. */
export function FoundSection({ check, looked }: { readonly check: string; readonly looked: Looked }) {
  const { review: t } = words.value;
  return (
    <Section title={t.records} help={t.recordsHelp}>
      <PagedTable<Found>
        caption={t.records}
        path={`${TRAIL_REVIEW}/checks/${check}/records`}
        query={{ ...looked }}
        columns={columnsOf()}
        keyOf={({ event, note }, place) => `${event} ${note} ${place}`}
        empty={t.nothingFound}
      />
    </Section>
  );
}

function columnsOf(): readonly Column<Found>[] {
  const { review: t, common } = words.value;
  return [
    {
      title: t.record,
      cell: ({ ledger, position }) =>
        ledger === 'trial' ? (
          <a href={hrefOf(`/audit-log/${position}`)}>{position}</a>
        ) : (
          `${ledgerWord(ledger)} ${position}`
        ),
    },
    { title: t.what, cell: ({ type }) => eventWord(type) },
    { title: t.note, cell: ({ note }) => note },
    { title: common.patient, cell: ({ patient }) => patient && <a href={hrefOf(`/patients/${patient}`)}>{patient}</a> },
    { title: common.person, cell: (found) => <bdi>{found.person}</bdi> },
    { title: t.when, cell: ({ recordedAt }) => <Moment utc={recordedAt} /> },
  ];
}
