import type { PatientSummary } from '@bali/projections';
import type { Page as PageOf } from '@bali/queries';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { type Problem, problemOf } from '../../api/problem.js';
import { useQuery } from '../../api/use-query.js';
import { go, hrefOf, place } from '../../app/router.js';
import { person } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { Choice, Field } from '../../kit/field.js';
import { Entered, localOf, TRIAL_ZONE } from '../../kit/moment.js';
import { Page } from '../../kit/page.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { Table } from '../../kit/table.js';
import { figure, statusWord, words } from '../../words/words.js';

const STATUSES = Object.keys(words.value.statuses);

/** The patients whom the reader may see, in the order of their codes. */
export default function PatientsPage() {
  const { patients: t, common } = words.value;
  const { query } = place.value;
  const filters = { site: query.get('site') ?? '', status: query.get('status') ?? '' };
  const key = JSON.stringify(filters);
  const asked = useQuery(`patients ${key}`, (signal) =>
    get<PageOf<PatientSummary>>('/v1/patients', { query: { ...filters, limit: 200 }, signal }),
  );
  const change = (changed: Partial<typeof filters>) => go(hrefOf('/patients', { ...filters, ...changed }));
  return (
    <Page title={t.title}>
      <div class="filters no-print" role="group" aria-label={words.value.audit.filters}>
        <Choice
          label={common.status}
          value={filters.status}
          onChange={(status) => change({ status })}
          options={STATUSES.map((id) => [id, statusWord(id)])}
        />
        {(person.value?.sites.length ?? 0) === 0 && (
          <Field
            label={common.site}
            value={filters.site}
            onInput={(site) => /^([A-Z]{3})?$/.test(site) && change({ site })}
            placeholder="REI"
          />
        )}
      </div>
      <Answered asked={asked} lines={12}>
        {(first) => <List key={key} first={first} filters={filters} />}
      </Answered>
    </Page>
  );
}

interface ListProps {
  readonly first: PageOf<PatientSummary>;
  readonly filters: Readonly<Record<string, string>>;
}

function List({ first, filters }: ListProps) {
  const [found, setFound] = useState(first);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => setFound(first), [first]);
  const { patients: t, common } = words.value;
  const more = async (): Promise<void> => {
    try {
      const query = { ...filters, limit: 200, cursor: found.next };
      const page = await get<PageOf<PatientSummary>>('/v1/patients', { query });
      setFound({ items: [...found.items, ...page.items], ...(page.next === undefined ? {} : { next: page.next }) });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  if (found.items.length === 0) return <p>{t.empty}</p>;
  return (
    <section class="card" aria-label={t.title}>
      <p class="help" role="status">
        {common.patients(found.items.length, figure(found.items.length))}
      </p>
      <PatientTable patients={found.items} />
      {problem !== undefined && <ProblemNote problem={problem} />}
      {found.next !== undefined && (
        <button type="button" class="quiet" onClick={() => void more()}>
          {common.more}
        </button>
      )}
    </section>
  );
}

function PatientTable({ patients }: { readonly patients: readonly PatientSummary[] }) {
  const { patients: t, common } = words.value;
  return (
    <Table
      caption={t.title}
      rows={patients}
      keyOf={({ patient }) => patient}
      columns={[
        {
          title: t.code,
          cell: ({ patient }) => (
            <a class="code" href={hrefOf(`/patients/${patient}`)}>
              {patient}
            </a>
          ),
        },
        { title: common.status, cell: ({ status }) => statusWord(status) },
        { title: t.consented, cell: ({ consentedOn }) => <Entered text={consentedOn} /> },
        {
          title: t.randomized,
          cell: ({ randomizedAt }) =>
            randomizedAt !== undefined && <Entered text={localOf(randomizedAt, TRIAL_ZONE)[0]} />,
        },
        {
          title: t.implanted,
          cell: ({ implantedAt }) => implantedAt !== undefined && <Entered text={implantedAt.slice(0, 10)} />,
        },
        { title: t.visits, cell: ({ visits }) => visits.map(({ visit }) => visit).join(' ') },
        { title: t.sex, cell: ({ sex }) => t.sexes[sex] },
        { title: t.year, cell: ({ yearOfBirth }) => yearOfBirth, isFigure: true },
      ]}
    />
  );
}
