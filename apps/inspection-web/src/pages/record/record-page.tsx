import { permits } from '@bali/access/portable';
import type { AuditLogEntry } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import type { PageProps } from '../../app/pages.js';
import { hrefOf } from '../../app/router.js';
import { person } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { CopyLink } from '../../kit/copy-link.js';
import { Moment } from '../../kit/moment.js';
import { Page, Section } from '../../kit/page.js';
import { Data, Value } from '../../kit/value.js';
import { eventWord, figure, roleWord, words } from '../../words/words.js';
import { FieldHistorySection } from './field-history.js';
import { InclusionSection } from './inclusion-section.js';
import { ReceiptButton } from './receipt-button.js';

/** One event: what was recorded, and the proof that it is in the log. */
export default function RecordPage({ places }: PageProps) {
  const { record: t } = words.value;
  const position = Number(places['position']);
  const asked = useQuery(`entry ${places['position'] ?? ''}`, (signal) =>
    get<AuditLogEntry>(`/v1/audit-log/${places['position'] ?? ''}`, { signal }),
  );
  const role = person.value?.role;
  return (
    <Page title={t.title(Number.isSafeInteger(position) ? figure(position) : '–')} aside={<CopyLink />}>
      <p class="line no-print">
        <a href={hrefOf('/audit-log')}>{t.back}</a>
        {position > 0 && <a href={hrefOf(`/audit-log/${position - 1}`)}>{t.previous}</a>}
        <a href={hrefOf(`/audit-log/${position + 1}`)}>{t.next}</a>
        {role !== undefined && permits(role, 'replay-trial') && (
          <a href={hrefOf('/replay', { position })}>{t.replay}</a>
        )}
      </p>
      <Answered asked={asked} lines={10}>
        {(entry) => (
          <>
            {role !== undefined && permits(role, 'read-receipts') && <ReceiptButton entry={entry} />}
            <Facts entry={entry} />
          </>
        )}
      </Answered>
      {role !== undefined && permits(role, 'inspect-trial-ledger') && asked.answer !== undefined && (
        <InclusionSection position={position} />
      )}
    </Page>
  );
}

function Facts({ entry }: { readonly entry: AuditLogEntry }) {
  const { record: t, audit } = words.value;
  const { actor, recordedAt, recordedAtSite, stream, id, patient, correction, data, type } = entry;
  return (
    <>
      <Section
        title={eventWord(type)}
        aside={
          <>
            {entry.late && <span class="pill warn">{audit.lateMark}</span>}
            {entry.annulled !== undefined && <span class="pill bad">{words.value.patient.struck}</span>}
          </>
        }
      >
        <p dir="auto">{entry.annulled === undefined ? entry.sentence : <s>{entry.sentence}</s>}</p>
        <dl class="facts">
          <div>
            <dt>{t.who}</dt>
            <dd>
              <bdi>{actor.name}</bdi> <span class="code">({actor.userId})</span>, {roleWord(actor.role)},{' '}
              <bdi>{actor.organisation}</bdi>
            </dd>
          </div>
          <div>
            <dt>{t.when}</dt>
            <dd>
              <Moment utc={recordedAt} site={recordedAtSite} />
            </dd>
          </div>
          {patient !== undefined && (
            <div>
              <dt>{words.value.common.patient}</dt>
              <dd>
                <a href={hrefOf(`/patients/${patient}`)}>{patient}</a>
              </dd>
            </div>
          )}
          <WhyAndSigned entry={entry} />
          <div>
            <dt>{t.stream}</dt>
            <dd>
              <code>{stream}</code>
            </dd>
          </div>
          <div>
            <dt>{t.id}</dt>
            <dd>
              <code>{id}</code>
            </dd>
          </div>
        </dl>
        <details open>
          <summary>{t.data}</summary>
          <Data data={data} />
        </details>
      </Section>
      {patient !== undefined && <FieldHistorySection patient={patient} event={correction?.correctedEvent ?? id} />}
    </>
  );
}

/** The reason, old and new value of a correction, and the signature: where there are any. */
function WhyAndSigned({ entry: { reason, correction, signature } }: { readonly entry: AuditLogEntry }) {
  const { record: t } = words.value;
  return (
    <>
      {reason !== undefined && (
        <div>
          <dt>{t.reason}</dt>
          <dd dir="auto">{reason}</dd>
        </div>
      )}
      {correction !== undefined && (
        <div>
          <dt>
            {t.field} <code>{correction.field}</code>
          </dt>
          <dd>
            <s>
              <Value value={correction.oldValue} />
            </s>{' '}
            → <Value value={correction.newValue} />
          </dd>
        </div>
      )}
      {signature !== undefined && (
        <div>
          <dt>{t.signature}</dt>
          <dd>
            <bdi>{signature.name}</bdi>: {signature.meaning}
            <br />
            <Moment utc={signature.signedAt} /> · <small class="help">{signature.method}</small>
          </dd>
        </div>
      )}
    </>
  );
}
