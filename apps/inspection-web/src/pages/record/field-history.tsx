import type { FieldHistory as History } from '@bali/projections';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { Value } from '../../kit/value.js';
import { figure, roleWord, words } from '../../words/words.js';

/** Every value that the fields of an event have had, from the initial entry to the value now. */
export function FieldHistory({ patient, event }: { readonly patient: string; readonly event: string }) {
  const { history: t } = words.value;
  const asked = useQuery(`fields ${patient} ${event}`, (signal) =>
    get<readonly History[]>(`/v1/patients/${patient}/fields`, { query: { event }, signal }),
  );
  return (
    <Section title={t.title}>
      <Answered asked={asked}>
        {(histories) => {
          const corrected = histories.filter(({ versions }) => versions.length > 1);
          if (corrected.length === 0) return <p class="help">{t.none}</p>;
          return corrected.map((history) => <Versions key={history.field} history={history} />);
        }}
      </Answered>
    </Section>
  );
}

function Versions({ history: { field, versions } }: { readonly history: History }) {
  const { history: t, record, common } = words.value;
  const rows = versions.map((version, at) => ({ ...version, at }));
  return (
    <Table
      caption={field}
      showCaption
      rows={rows}
      keyOf={({ at }) => at}
      columns={[
        { title: '#', cell: ({ at }) => figure(at + 1), isFigure: true },
        {
          title: t.value,
          cell: ({ value, at }) =>
            at < rows.length - 1 ? (
              <s>
                <Value value={value} />
              </s>
            ) : (
              <Value value={value} />
            ),
        },
        { title: record.when, cell: ({ recordedAt }) => <Moment utc={recordedAt} /> },
        {
          title: t.by,
          cell: ({ actor, computed, at }) => (
            <>
              <bdi>{actor.name}</bdi>, {roleWord(actor.role)}
              {computed && <span class="pill">{t.computed}</span>}
              {at === 0 && <span class="pill">{t.initial}</span>}
            </>
          ),
        },
        { title: common.event(''), cell: ({ revision }) => figure(revision), isFigure: true },
      ]}
    />
  );
}
