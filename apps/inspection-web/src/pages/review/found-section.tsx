import type { Page as PageOf } from '@bali/queries';
import type { Found } from '@bali/trail-review';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { type Column, Table } from '../../kit/table.js';
import { eventWord, ledgerWord, words } from '../../words/words.js';
import { type Looked, TRAIL_REVIEW } from './check.js';

/** The records that a check points at, a page at a time. */
export function FoundSection({ check, looked }: { readonly check: string; readonly looked: Looked }) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const { review: t } = words.value;
  const asked = useQuery(`found ${check} ${JSON.stringify(looked)} ${cursor ?? ''}`, (signal) =>
    get<PageOf<Found>>(`${TRAIL_REVIEW}/checks/${check}/records`, { query: { ...looked, cursor }, signal }),
  );
  return (
    <Section title={t.records} help={t.recordsHelp}>
      <Answered asked={asked}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <p>{t.nothingFound}</p>
            ) : (
              <Table
                caption={t.records}
                rows={items}
                keyOf={({ event, note }) => `${event} ${note}`}
                columns={columnsOf()}
              />
            )}
            <div class="line no-print">
              {cursor !== undefined && (
                <button type="button" class="quiet" onClick={() => setCursors(cursors.slice(0, -1))}>
                  {t.previous}
                </button>
              )}
              {next !== undefined && (
                <button type="button" class="quiet" onClick={() => setCursors([...cursors, next])}>
                  {t.next}
                </button>
              )}
            </div>
          </>
        )}
      </Answered>
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
