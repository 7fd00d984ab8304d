import type { RegisterEntry } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { type Column, Table } from '../../kit/table.js';
import { figure, roleWord, words } from '../../words/words.js';

/** The register in two parts: single patients first, since each of these is asked about. */
export function RegisterSection() {
  const { blind: t } = words.value;
  const asked = useQuery('register', (signal) => get<readonly RegisterEntry[]>('/v1/unblinding-register', { signal }));
  return (
    <Answered asked={asked} lines={10}>
      {(entries) => {
        const single = entries.filter(({ patient }) => patient !== undefined);
        const assessed = single.filter(({ impactAssessedAt }) => impactAssessedAt !== undefined);
        const sentence = t.unblindingsSentence(figure(single.length), figure(assessed.length));
        return (
          <>
            <Section title={t.unblindings} help={single.length === 0 ? t.nobody : sentence}>
              {single.length > 0 && (
                <Register title={t.unblindings} entries={single} columns={[...columnsOf(), impact()]} />
              )}
            </Section>
            <Section title={t.register}>
              <Register
                title={t.register}
                entries={entries.filter(({ patient }) => patient === undefined)}
                columns={[...columnsOf(), until()]}
              />
            </Section>
          </>
        );
      }}
    </Answered>
  );
}

interface RegisterProps {
  readonly title: string;
  readonly entries: readonly RegisterEntry[];
  readonly columns: readonly Column<RegisterEntry>[];
}

function Register({ title, entries, columns }: RegisterProps) {
  return (
    <Table
      caption={title}
      rows={entries}
      keyOf={({ event, person }) => `${event} ${person.userId}`}
      columns={columns}
    />
  );
}

function columnsOf(): readonly Column<RegisterEntry>[] {
  const { blind: t, common, knownBy } = words.value;
  return [
    {
      title: common.person,
      cell: ({ person: { name, organisation } }) => (
        <>
          <bdi>{name}</bdi>
          <br />
          <small class="help">
            <bdi>{organisation}</bdi>
          </small>
        </>
      ),
    },
    { title: common.role, cell: ({ person }) => roleWord(person.role) },
    {
      title: t.of,
      cell: ({ patient }) =>
        patient === undefined ? (
          t.allPatients
        ) : (
          <a class="code" href={hrefOf(`/patients/${patient}`)}>
            {patient}
          </a>
        ),
    },
    { title: t.since, cell: ({ since }) => <Moment utc={since} /> },
    { title: t.how, cell: ({ kind }) => knownBy[kind] ?? kind },
  ];
}

function until(): Column<RegisterEntry> {
  return { title: words.value.blind.until, cell: (entry) => entry.until !== undefined && <Moment utc={entry.until} /> };
}

function impact(): Column<RegisterEntry> {
  const { blind: t } = words.value;
  return {
    title: t.impact,
    cell: ({ impactAssessedAt }) =>
      impactAssessedAt === undefined ? <span class="pill warn">{t.notYet}</span> : <Moment utc={impactAssessedAt} />,
  };
}
