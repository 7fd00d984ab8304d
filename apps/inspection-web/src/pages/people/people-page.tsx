import { isSiteRole, permits, type Role } from '@bali/access/portable';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { go, hrefOf, place } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Field } from '../../kit/field.js';
import { Entered } from '../../kit/moment.js';
import { Page, Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { figure, roleWord, words } from '../../words/words.js';

interface Delegation {
  readonly userId: string;
  readonly name: string;
  readonly organisation: string;
  readonly number: number;
  readonly role: Role;
  readonly sites: readonly string[];
  readonly from: string;
  readonly until?: string;
  readonly delegatedBy: string;
  readonly endedAt?: string;
}

interface DelegationLog {
  readonly on: string;
  readonly items: readonly Delegation[];
}

/** Who could do what on a day, and so what they could see. */
export default function PeoplePage() {
  const on = place.value.query.get('on') ?? undefined;
  const { people: t } = words.value;
  const asked = useQuery(`people ${on ?? ''}`, (signal) =>
    get<DelegationLog>('/v1/delegation-log', { query: { on }, signal }),
  );
  return (
    <Page title={t.title} intro={t.intro}>
      <DayForm key={on ?? ''} on={on ?? asked.answer?.on ?? ''} />
      <Answered asked={asked} lines={10}>
        {(log) => <Log log={log} />}
      </Answered>
    </Page>
  );
}

function DayForm({ on }: { readonly on: string }) {
  const [day, setDay] = useState<string>();
  const { people: t } = words.value;
  return (
    <form
      class="line no-print"
      onSubmit={(event) => {
        event.preventDefault();
        go(hrefOf('/people', { on: day ?? on }));
      }}
    >
      <Field label={t.day} type="date" value={day ?? on} onInput={setDay} required />
      <button type="submit">{t.show}</button>
    </form>
  );
}

function Log({ log: { on, items: entries } }: { readonly log: DelegationLog }) {
  const { people: t, common } = words.value;
  if (entries.length === 0) return <p>{t.empty}</p>;
  return (
    <Section title={t.sentence(figure(entries.length), on)}>
      <Table
        caption={t.title}
        rows={entries}
        keyOf={({ userId, number }) => `${userId} ${number}`}
        columns={[
          {
            title: common.person,
            cell: ({ name, userId }) => (
              <>
                <bdi>{name}</bdi> <span class="code">{userId}</span>
              </>
            ),
          },
          { title: common.role, cell: ({ role }) => roleWord(role) },
          { title: t.sites, cell: ({ sites }) => sites.join(', ') },
          { title: t.organisation, cell: ({ organisation }) => <bdi>{organisation}</bdi> },
          { title: t.sees, cell: ({ role, sites }) => seen(role, sites) },
          { title: t.from, cell: ({ from }) => <Entered text={from} /> },
          { title: t.until, cell: (entry) => <Until entry={entry} /> },
          { title: t.by, cell: ({ delegatedBy }) => <span class="code">{delegatedBy}</span> },
        ]}
      />
    </Section>
  );
}

function Until({ entry: { until, endedAt } }: { readonly entry: Delegation }) {
  const { people: t } = words.value;
  return (
    <>
      {until !== undefined && <Entered text={until} />}
      {endedAt !== undefined && (
        <>
          {' '}
          {t.ended} <Entered text={endedAt} />
        </>
      )}
    </>
  );
}

/** What a role shows, by the table of permissions that the server goes by. */
function seen(role: Role, sites: readonly string[]): string {
  const { people: t, common } = words.value;
  const patients = permits(role, 'read-patients')
    ? [isSiteRole(role) ? `${common.patient.toLowerCase()}: ${sites.join(', ')}` : t.seesWhole]
    : [];
  const arms = permits(role, 'read-cells') ? [t.seesArms] : [];
  const all = [...patients, ...arms];
  return all.length === 0 ? t.seesNothing : all.join(', ');
}
