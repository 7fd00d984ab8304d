import type { ReviewMade } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { figure, words } from '../../words/words.js';
import { TRAIL_REVIEW } from './check.js';

/** Who reviewed what a check points at, when, and what was concluded. */
export function ReviewsSection({ check }: { readonly check: string }) {
  const { review: t, common } = words.value;
  const asked = useQuery(`reviews ${check}`, (signal) =>
    get<readonly ReviewMade[]>(`${TRAIL_REVIEW}/reviews`, { query: { check }, signal }),
  );
  return (
    <Section title={t.reviews}>
      <Answered asked={asked}>
        {(reviews) =>
          reviews.length === 0 ? (
            <p>{t.neverReviewed}</p>
          ) : (
            <Table
              caption={t.reviews}
              rows={reviews}
              keyOf={({ event }) => event}
              columns={[
                { title: t.when, cell: ({ recordedAt }) => <Moment utc={recordedAt} /> },
                { title: common.person, cell: ({ person }) => <bdi>{person.name}</bdi> },
                {
                  title: t.period,
                  cell: ({ from, before }) => `${from?.slice(0, 10) ?? '…'} – ${before.slice(0, 10)}`,
                },
                { title: t.found, isFigure: true, cell: ({ counted }) => figure(counted) },
                { title: t.verdict, cell: ({ verdict }) => t.verdicts[verdict] },
                { title: t.findings, cell: ({ findings }) => findings && <bdi>{findings}</bdi> },
              ]}
            />
          )
        }
      </Answered>
    </Section>
  );
}
