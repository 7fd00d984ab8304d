import type { Page as PageOf } from '@bali/queries';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { type Problem, problemOf } from '../../api/problem.js';
import { useQuery } from '../../api/use-query.js';
import { place } from '../../app/router.js';
import { person } from '../../app/session.js';
import { Page } from '../../kit/page.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { Skeleton } from '../../kit/skeleton.js';
import { figure, words } from '../../words/words.js';
import { permits } from '@bali/access/portable';
import type { ShownEntry } from './entry.js';
import { EntryItem } from './entry-item.js';
import { ExportButton } from './export-button.js';
import { FilterForm } from './filter-form.js';
import { filtersIn, requestOf } from './filters.js';
import { datedBeforeEarlier } from './time-order.js';

/** The ledgers whose entries the reader may see, that of the trial first. */
function ledgersOf(): readonly string[] {
  const role = person.value?.role;
  if (role === undefined) return [];
  return [
    ...(permits(role, 'read-audit-log') ? ['trial'] : []),
    ...(permits(role, 'inspect-access-ledger') ? ['access'] : []),
    ...(permits(role, 'inspect-sealed-ledger') ? ['sealed'] : []),
  ];
}

/** Who did what, when and why: filtered, page after page. */
export default function AuditLogPage() {
  const { audit: t } = words.value;
  const ledgers = ledgersOf();
  const given = filtersIn(place.value.query);
  const filters = { ...given, ledger: given.ledger ?? ledgers[0] ?? 'trial' };
  const key = JSON.stringify(filters);
  return (
    <Page title={t.title} intro={t.intro}>
      <FilterForm key={key} filters={filters} ledgers={ledgers} />
      <Entries key={`entries ${key}`} filters={filters} />
    </Page>
  );
}

interface Found {
  readonly items: readonly ShownEntry[];
  readonly next?: string | undefined;
}

function Entries({ filters }: { readonly filters: ReturnType<typeof filtersIn> }) {
  const { audit: t, common } = words.value;
  const { path, query } = requestOf(filters);
  const [more, setMore] = useState<Found>();
  const [problem, setProblem] = useState<Problem>();
  const [isReading, setReading] = useState(false);
  const first = useQuery(`audit ${path} ${JSON.stringify(query)}`, (signal) =>
    get<PageOf<ShownEntry>>(path, { query, signal }),
  );
  useEffect(() => setMore(undefined), [first.answer]);
  if (first.problem !== undefined) return <ProblemNote problem={first.problem} again={first.again} />;
  if (first.answer === undefined) return <Skeleton label={common.loading} lines={12} />;
  const found: Found = more ?? first.answer;
  const goneBack = datedBeforeEarlier(found.items);
  const goOn = async (): Promise<void> => {
    setReading(true);
    setProblem(undefined);
    try {
      const page = await get<PageOf<ShownEntry>>(path, { query: { ...query, cursor: found.next } });
      setMore({ items: [...found.items, ...page.items], next: page.next });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setReading(false);
    }
  };
  return (
    <section aria-label={t.title}>
      <div class="list-head">
        <p role="status">
          {found.items.length === 0
            ? found.next === undefined
              ? t.empty
              : t.emptyMore
            : t.found(found.items.length, figure(found.items.length))}
        </p>
        {found.items.length > 0 && path === '/v1/audit-log' && <ExportButton filters={query} />}
      </div>
      <TimeGoesBack entries={goneBack.size} />
      <ol class="entries">
        {found.items.map((entry) => (
          <EntryItem
            key={entry.position}
            entry={entry}
            ledger={filters.ledger ?? 'trial'}
            goesBack={goneBack.has(entry.position)}
          />
        ))}
      </ol>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {found.next !== undefined && (
        <button type="button" class="quiet" disabled={isReading} onClick={() => void goOn()}>
          {isReading ? common.loading : common.more}
        </button>
      )}
    </section>
  );
}

function TimeGoesBack({ entries }: { readonly entries: number }) {
  if (entries === 0) return null;
  return (
    <p class="note wrong" role="status">
      {words.value.audit.timeGoesBack(entries, figure(entries))}
    </p>
  );
}
