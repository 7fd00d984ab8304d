import type { FieldHistory } from '@bali/projections';
import type { WithTexts } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { inWords, Value } from '../../kit/value.js';
import { figure, roleWord, words } from '../../words/words.js';

type History = WithTexts<FieldHistory>;

/** Every value that the fields of an event have had, from the initial entry to the value now. */
export function FieldHistorySection({ patient, event }: { readonly patient: string; readonly event: string }) {
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

function Versions({ history: { field, versions, texts } }: { readonly history: History }) {
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
                <Value value={inWords(value, texts)} />
              </s>
            ) : (
              <Value value={inWords(value, texts)} />
            ),
        },
        { title: record.when, cell: ({ recordedAt }) => <Moment utc={recordedAt} /> },
        {
          title: t.by,
          cell: ({ actor, computed, at, reason }) => (
            <>
              <bdi>{actor.name}</bdi>, {roleWord(actor.role)}
              {computed && <span class="pill">{t.computed}</span>}
              {at === 0 && <span class="pill">{t.initial}</span>}
              {reason !== undefined && (
                <>
                  <br />
                  <small class="help">
                    {record.reason}: <bdi>{inWords(reason, texts)}</bdi>
                  </small>
                </>
              )}
            </>
          ),
        },
        { title: common.event(''), cell: ({ revision }) => figure(revision), isFigure: true },
      ]}
    />
  );
}
