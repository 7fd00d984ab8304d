import { permits } from '@bali/access/portable';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import type { PageProps } from '../../app/pages.js';
import { hrefOf, place } from '../../app/router.js';
import { person } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { Page, Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { figure, words } from '../../words/words.js';
import { type CheckView, lookedAt, type ReviewOverview, TRAIL_REVIEW } from './check.js';
import { FoundSection } from './found-section.js';
import { LookForm } from './look-form.js';
import { ReviewForm } from './review-form.js';
import { ReviewsSection } from './reviews-section.js';

/** One check: what it points at, month by month and record by record, and how it was reviewed. */
export default function CheckPage({ places: { check: id = '' } }: PageProps) {
  const looked = lookedAt(place.value.query);
  const { review: t } = words.value;
  const asked = useQuery(`review ${JSON.stringify(looked)}`, (signal) =>
    get<ReviewOverview>(TRAIL_REVIEW, { query: { ...looked }, signal }),
  );
  const check = asked.answer?.checks.find((one) => one.id === id);
  const role = person.value?.role;
  return (
    <Page
      title={check?.title ?? t.title}
      intro={check?.says}
      aside={<a href={hrefOf('/review', { ...looked })}>{t.back}</a>}
    >
      <LookForm path={`/review/${id}`} looked={looked} />
      <Answered asked={asked}>
        {({ now }) =>
          check === undefined ? (
            <p class="note">{t.noSuchCheck}</p>
          ) : (
            <>
              <TrendSection check={check} />
              <FoundSection check={id} looked={looked} />
              {role !== undefined && permits(role, 'document-audit-trail-review') && (
                <ReviewForm check={id} now={now} reviewed={asked.again} />
              )}
              <ReviewsSection key={check.lastReview?.event ?? ''} check={id} />
            </>
          )
        }
      </Answered>
    </Page>
  );
}

function TrendSection({ check: { title, count, looked, trend, bySite } }: { readonly check: CheckView }) {
  const { review: t, common } = words.value;
  const months = trend.filter((month) => month.looked > 0);
  return (
    <Section title={t.trend} help={t.countSentence(figure(count), figure(looked))}>
      <div class="columns">
        <Table
          caption={`${t.trend}: ${title}`}
          rows={months}
          keyOf={({ month }) => month}
          columns={[
            { title: t.month, cell: ({ month }) => month },
            { title: t.found, isFigure: true, cell: (month) => figure(month.count) },
            { title: t.lookedAt, isFigure: true, cell: (month) => figure(month.looked) },
          ]}
        />
        <Table
          caption={`${common.site}: ${title}`}
          rows={bySite}
          keyOf={({ site }) => site}
          columns={[
            { title: common.site, cell: ({ site }) => site },
            { title: t.found, isFigure: true, cell: (site) => figure(site.count) },
          ]}
        />
      </div>
    </Section>
  );
}
