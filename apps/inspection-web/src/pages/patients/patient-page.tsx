import type { TimelineEntry } from '@bali/projections';
import type { PatientView } from '@bali/queries';
import { get } from '../../api/client.js';
import { written } from '../../api/own-writes.js';
import { useQuery } from '../../api/use-query.js';
import type { PageProps } from '../../app/pages.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { CopyLink } from '../../kit/copy-link.js';
import { may } from '../../kit/may.js';
import { Entered } from '../../kit/moment.js';
import { Page, Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { statusWord, words } from '../../words/words.js';
import { AskAboutMissing } from '../queries/ask-query.js';
import { QueriesSection } from '../queries/queries-section.js';
import { SignatureSection } from './signature-section.js';
import { Timeline } from './timeline.js';
import { VerificationSection } from './verification-section.js';

interface Chart {
  readonly record: PatientView;
  readonly timeline: readonly TimelineEntry[];
}

/** A patient's record as people read it: what happened, what was corrected, who signed. */
export default function PatientPage({ places }: PageProps) {
  const code = places['patient'] ?? '';
  const { patient: t } = words.value;
  const atLeast = written.value;
  const asked = useQuery(`patient ${code} ${atLeast ?? ''}`, async (signal): Promise<Chart> => {
    const path = `/v1/patients/${encodeURIComponent(code)}`;
    const [record, timeline] = await Promise.all([
      get<PatientView>(path, { query: { atLeast }, signal }),
      get<readonly TimelineEntry[]>(`${path}/timeline`, { query: { atLeast }, signal }),
    ]);
    return { record, timeline };
  });
  return (
    <Page title={t.title(code)} aside={<CopyLink />}>
      <p class="line no-print">
        <a href={hrefOf('/patients')}>{t.back}</a>
        {may('read-audit-log') && <a href={hrefOf('/audit-log', { patient: code })}>{t.log}</a>}
      </p>
      <Answered asked={asked} lines={12}>
        {(chart) => <Parts chart={chart} />}
      </Answered>
    </Page>
  );
}

function Parts({ chart: { record, timeline } }: { readonly chart: Chart }) {
  const { patient: t, common, enter } = words.value;
  return (
    <>
      <dl class="tiles">
        <div>
          <dt>{common.status}</dt>
          <dd class="words">{statusWord(record.status)}</dd>
        </div>
        <div>
          <dt>{common.site}</dt>
          <dd class="words">{record.site}</dd>
        </div>
        {record.endpoint !== undefined && (
          <div>
            <dt>{enter.endpoint}</dt>
            <dd class="words">{endpointWord(record.endpoint)}</dd>
          </div>
        )}
      </dl>
      <VisitSection timeline={timeline} />
      <Section title={t.timeline} help={t.timelineHelp}>
        {timeline.length === 0 ? (
          <p>{t.empty}</p>
        ) : (
          <Timeline patient={record.patient} entries={timeline} texts={record.texts} />
        )}
      </Section>
      <QueriesSection patient={record.patient} aside={<AskAboutMissing patient={record.patient} />} />
      <VerificationSection patient={record.patient} entries={timeline} texts={record.texts} />
      <SignatureSection record={record} />
    </>
  );
}

/** What is known of the primary endpoint, in words. */
function endpointWord(endpoint: NonNullable<PatientView['endpoint']>): string {
  const { endpointKinds, endpointReached } = words.value.enter;
  if (endpoint.kind !== 'evaluable') return endpointKinds[endpoint.kind];
  if (endpoint.death) return endpoint.majorAmputation ? endpointReached.both : endpointReached.death;
  return endpoint.majorAmputation ? endpointReached.majorAmputation : endpointReached.neither;
}

/** The visits that took place and those that were missed. */
function VisitSection({ timeline }: { readonly timeline: readonly TimelineEntry[] }) {
  const { patient: t } = words.value;
  const visits = timeline.flatMap(({ id, type, data, happened, late }) => {
    const { visit } = data as { readonly visit?: unknown };
    return typeof visit === 'string' ? [{ id, type, visit, happened, late }] : [];
  });
  if (visits.length === 0) return null;
  return (
    <Section title={t.visits}>
      <Table
        caption={t.visits}
        rows={visits}
        keyOf={({ id }) => id}
        columns={[
          { title: t.visit, cell: ({ visit }) => visit },
          { title: t.on, cell: ({ happened }) => <Entered text={happened} /> },
          {
            title: words.value.audit.kind,
            cell: ({ type, late }) => (
              <>
                {words.value.events[type] ?? statusWord(type)}
                {late && <span class="pill warn">{t.lateMark}</span>}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
