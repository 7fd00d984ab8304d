import type { OverviewSite } from '@bali/queries';
import { hrefOf } from '../../app/router.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { figure, statusWord, words } from '../../words/words.js';

type Status = keyof OverviewSite['patients'];

/** How many patients of each site stand where: a table with a bar for each site, so that the eye compares before it reads. */
export function SitesSection({ sites }: { readonly sites: readonly OverviewSite[] }) {
  const { overview: t } = words.value;
  if (sites.length === 0) return null;
  const most = sites.reduce((one, other) => (totalOf(other) > totalOf(one) ? other : one));
  const used = statusesOf(sites);
  const widest = totalOf(most);
  return (
    <Section title={t.bySite} help={t.bySiteSentence(most.name, figure(totalOf(most)))}>
      <Table
        caption={t.bySite}
        rows={sites}
        keyOf={({ code }) => code}
        columns={[
          {
            title: words.value.common.site,
            cell: (site) => (
              <>
                <span class="code">{site.code}</span> {site.name}
                {!site.isOpen && <span class="pill">{t.closed}</span>}
              </>
            ),
          },
          { title: t.total, cell: (site) => <Total site={site} widest={widest} />, isFigure: true },
          ...used.map((status) => ({
            title: statusWord(status),
            cell: (site: OverviewSite) => <Count site={site} status={status} />,
            isFigure: true,
          })),
        ]}
      />
    </Section>
  );
}

function Total({ site, widest }: { readonly site: OverviewSite; readonly widest: number }) {
  const total = totalOf(site);
  return (
    <span class="with-bar">
      <meter class="bar-of" min={0} max={Math.max(1, widest)} value={total} aria-hidden="true" />
      {figure(total)}
    </span>
  );
}

function Count({ site, status }: { readonly site: OverviewSite; readonly status: Status }) {
  const count = site.patients[status];
  if (count === 0) return <span class="zero">0</span>;
  return <a href={hrefOf('/patients', { site: site.code, status })}>{figure(count)}</a>;
}

function totalOf({ patients }: OverviewSite): number {
  return Object.values(patients).reduce((sum, count) => sum + count, 0);
}

/** Those that somebody has. */
function statusesOf(sites: readonly OverviewSite[]): readonly Status[] {
  const [first] = sites;
  const all = first === undefined ? [] : (Object.keys(first.patients) as Status[]);
  return all.filter((status) => sites.some(({ patients }) => patients[status] > 0));
}
