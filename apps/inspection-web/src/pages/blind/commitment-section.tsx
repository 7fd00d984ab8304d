import type { AuditLogEntry, Page as PageOf } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { words } from '../../words/words.js';
import { SlotCheck } from './slot-check.js';

interface Found {
  readonly committed: AuditLogEntry | undefined;
  readonly randomized: AuditLogEntry | undefined;
}

/** What binds the randomization list since before the first patient, and the check of a slot against it. */
export function CommitmentSection() {
  const { blind: t } = words.value;
  const asked = useQuery('commitment', async (signal): Promise<Found> => {
    const first = async (type: string) => {
      const query = { type, order: 'oldest-first', limit: 1 };
      return (await get<PageOf<AuditLogEntry>>('/v1/audit-log', { query, signal })).items[0];
    };
    return { committed: await first('RandomizationListCommitted'), randomized: await first('Randomized') };
  });
  return (
    <Section title={t.commitment} help={t.commitmentHelp}>
      <Answered asked={asked}>
        {({ committed, randomized }) =>
          committed === undefined ? (
            <p>{t.commitmentNone}</p>
          ) : (
            <>
              <Commitment committed={committed} randomized={randomized} />
              <SlotCheck commitment={commitmentIn(committed)} />
            </>
          )
        }
      </Answered>
    </Section>
  );
}

/** A site's people see the randomizations of their own sites alone, so that their first may come later than the trial's. */
function Commitment({ committed, randomized }: Found & { readonly committed: AuditLogEntry }) {
  const { blind: t } = words.value;
  const isInOrder = randomized === undefined || committed.position < randomized.position;
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t.commitment}</dt>
          <dd>
            <code>{commitmentIn(committed)}</code>
          </dd>
        </div>
        <div>
          <dt>{t.committedAt}</dt>
          <dd>
            <Moment utc={committed.recordedAt} /> ·{' '}
            <a href={hrefOf(`/audit-log/${committed.position}`)}>{t.openRecord}</a>
          </dd>
        </div>
        {randomized !== undefined && (
          <div>
            <dt>{t.firstRandomized}</dt>
            <dd>
              <Moment utc={randomized.recordedAt} /> ·{' '}
              <a href={hrefOf(`/audit-log/${randomized.position}`)}>{t.openRecord}</a>
            </dd>
          </div>
        )}
      </dl>
      <p class={isInOrder ? '' : 'note wrong'}>{isInOrder ? t.inOrder : t.notInOrder}</p>
    </>
  );
}

function commitmentIn({ data }: AuditLogEntry): string {
  const { commitment } = data as { readonly commitment?: unknown };
  return typeof commitment === 'string' ? commitment : '';
}
