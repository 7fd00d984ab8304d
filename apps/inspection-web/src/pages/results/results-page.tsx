import type { StatisticsView } from '@bali/queries';
import { get, getText } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf, place } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Page, Section } from '../../kit/page.js';
import { save } from '../../kit/save.js';
import { Table } from '../../kit/table.js';
import { figure, namedIn, words } from '../../words/words.js';
import { useState } from 'preact/hooks';
import { SurvivalSection } from './survival-section.js';

const STATISTICS = '/v1/reports/statistics';

type Asked = { readonly view: StatisticsView } | { readonly isClosed: true };

/** The statistical report as of a position, of all patients together. */
export default function ResultsPage() {
  const position = place.value.query.get('position') ?? undefined;
  const { results: t } = words.value;
  const asked = useQuery<Asked>(`results ${position ?? ''}`, (signal) => opened(position, signal));
  return (
    <Page title={t.title} intro={t.intro}>
      <Answered asked={asked} lines={12}>
        {(answer) => ('isClosed' in answer ? <p class="note">{t.notOpen}</p> : <Report view={answer.view} />)}
      </Answered>
    </Page>
  );
}

/** Outcomes that are not shown to this role before the lock are no fault: the page says so. */
async function opened(position: string | undefined, signal: AbortSignal): Promise<Asked> {
  try {
    return { view: await get<StatisticsView>(STATISTICS, { query: { position }, signal }) };
  } catch (error) {
    if (problemOf(error).code === 'outcomes-not-open') return { isClosed: true };
    throw error;
  }
}

function Report({ view: { report, position, root, software } }: { readonly view: StatisticsView }) {
  const { results: t } = words.value;
  const isPostHoc = (analysis: string): boolean => report.postHoc.some((one) => one === analysis);
  return (
    <>
      <Section title={t.source}>
        <p>
          {t.asOf(figure(position), report.asOf)} · <a href={hrefOf(`/audit-log/${position}`)}>{t.openRecord}</a>
        </p>
        <p>
          <code>{root}</code>
        </p>
        <p class="help">
          {t.madeBy(software.version, software.commit)}{' '}
          {report.plan === null ? t.noPlan : t.plan(report.plan.planVersion, report.plan.signedOn)}{' '}
          {t.struck(figure(report.struckEntries))}
        </p>
        <Files position={position} />
      </Section>
      <Populations report={report} />
      <SurvivalSection title={t.primary} analysis={report.primary} isPostHoc={isPostHoc('primary-endpoint')} />
      <SurvivalSection title={t.mortality} analysis={report.mortality} isPostHoc={isPostHoc('mortality')} />
      <SurvivalSection title={t.perProtocol} analysis={report.perProtocol} isPostHoc={isPostHoc('per-protocol')} />
    </>
  );
}

const FILES = [
  ['document', 'statistical-report.html', 'text/html;charset=utf-8'],
  ['table', 'analysis.csv', 'text/csv;charset=utf-8'],
  ['script', 'figures.R', 'text/plain;charset=utf-8'],
] as const;

/** The whole report, and what makes its figures again. */
function Files({ position }: { readonly position: number }) {
  const { results: t } = words.value;
  const [said, setSaid] = useState('');
  const fetchFile = async ([path, name, type]: (typeof FILES)[number]): Promise<void> => {
    try {
      const query = path === 'script' ? {} : { position };
      save(name, type, await getText(`${STATISTICS}/${path}`, { query }));
      setSaid(t.saved(name));
    } catch (error) {
      setSaid(problemOf(error).message);
    }
  };
  return (
    <div class="line no-print">
      {FILES.map((file) => (
        <button key={file[0]} type="button" class="quiet" onClick={() => void fetchFile(file)}>
          {t.files[file[0]]}
        </button>
      ))}
      <span role="status">{said}</span>
    </div>
  );
}

function Populations({ report }: { readonly report: StatisticsView['report'] }) {
  const { results: t } = words.value;
  return (
    <Section title={t.populations}>
      <Table
        caption={t.populations}
        rows={report.populations}
        keyOf={({ group }) => group}
        columns={[
          { title: t.group, cell: ({ group }) => namedIn(t.groups, group) },
          { title: t.intentionToTreat, isFigure: true, cell: ({ intentionToTreat }) => figure(intentionToTreat) },
          { title: t.safety, isFigure: true, cell: ({ safety }) => figure(safety) },
          { title: t.implanted, isFigure: true, cell: ({ implanted }) => figure(implanted) },
          { title: t.perProtocol, isFigure: true, cell: ({ perProtocol }) => figure(perProtocol) },
        ]}
      />
    </Section>
  );
}
