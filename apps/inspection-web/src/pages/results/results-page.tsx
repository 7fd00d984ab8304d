import { permits } from '@bali/access/portable';
import type { StatisticsView } from '@bali/queries';
import { get, getText } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf, place } from '../../app/router.js';
import { person } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { Page, Section } from '../../kit/page.js';
import { save } from '../../kit/save.js';
import { Table } from '../../kit/table.js';
import { figure, namedIn, words } from '../../words/words.js';
import { useState } from 'preact/hooks';
import { SurvivalSection } from './survival-section.js';

const STATISTICS = '/v1/reports/statistics';

const BY_ARM = `${STATISTICS}/by-arm`;

type Closed = 'outcomes-not-open' | 'trial-not-unblinded';
type Asked = { readonly view: StatisticsView } | { readonly closed: Closed };

/** The statistical report as of a position: of all patients together, and by arm for whoever may read arms then. */
export default function ResultsPage() {
  const position = place.value.query.get('position') ?? undefined;
  const role = person.value?.role;
  const mayReadArms = role !== undefined && permits(role, 'read-allocations');
  const isByArm = mayReadArms && place.value.query.get('by') === 'arm';
  const path = isByArm ? BY_ARM : STATISTICS;
  const { results: t } = words.value;
  const asked = useQuery<Asked>(`${path} ${position ?? ''}`, (signal) => opened(path, position, signal));
  return (
    <Page title={t.title} intro={isByArm ? t.introByArm : t.intro}>
      {mayReadArms && (
        <p class="line no-print">
          {isByArm ? (
            <a href={hrefOf('/results', { position })}>{t.showPooled}</a>
          ) : (
            <a href={hrefOf('/results', { position, by: 'arm' })}>{t.showByArm}</a>
          )}
        </p>
      )}
      <Answered asked={asked} lines={12}>
        {(answer) =>
          'closed' in answer ? (
            <p class="note">{CLOSED[answer.closed]()}</p>
          ) : (
            <Report view={answer.view} files={isByArm ? FILES_BY_ARM : FILES} path={path} />
          )
        }
      </Answered>
    </Page>
  );
}

const CLOSED: Readonly<Record<Closed, () => string>> = {
  'outcomes-not-open': () => words.value.results.notOpen,
  'trial-not-unblinded': () => words.value.results.notUnblinded,
};

/** What is not shown to this role before the lock, or to anybody before the unblinding, is no fault: the page says so. */
async function opened(path: string, position: string | undefined, signal: AbortSignal): Promise<Asked> {
  try {
    return { view: await get<StatisticsView>(path, { query: { position }, signal }) };
  } catch (error) {
    const { code } = problemOf(error);
    if (code === 'outcomes-not-open' || code === 'trial-not-unblinded') return { closed: code };
    throw error;
  }
}

interface ReportProps {
  readonly view: StatisticsView;
  readonly files: readonly ReportFile[];
  readonly path: string;
}

function Report({ view: { report, position, root, software }, files, path }: ReportProps) {
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
        <Files files={files} path={path} position={position} />
      </Section>
      <Populations report={report} />
      <SurvivalSection title={t.primary} analysis={report.primary} isPostHoc={isPostHoc('primary-endpoint')} />
      <SurvivalSection title={t.mortality} analysis={report.mortality} isPostHoc={isPostHoc('mortality')} />
      <SurvivalSection title={t.perProtocol} analysis={report.perProtocol} isPostHoc={isPostHoc('per-protocol')} />
    </>
  );
}

type ReportFile = readonly [path: 'document' | 'table' | 'script', name: string, type: string];

const FILES_BY_ARM: readonly ReportFile[] = [['document', 'statistical-report-by-arm.html', 'text/html;charset=utf-8']];
const FILES: readonly ReportFile[] = [
  ['document', 'statistical-report.html', 'text/html;charset=utf-8'],
  ['table', 'analysis.csv', 'text/csv;charset=utf-8'],
  ['script', 'figures.R', 'text/plain;charset=utf-8'],
];

/** The whole report, and what makes its figures again. */
function Files({ files, path: report, position }: Omit<ReportProps, 'view'> & { readonly position: number }) {
  const { results: t } = words.value;
  const [said, setSaid] = useState('');
  const fetchFile = async ([path, name, type]: ReportFile): Promise<void> => {
    try {
      const query = path === 'script' ? {} : { position };
      save(name, type, await getText(`${report}/${path}`, { query }));
      setSaid(t.saved(name));
    } catch (error) {
      setSaid(problemOf(error).message);
    }
  };
  return (
    <div class="line no-print">
      {files.map((file) => (
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
