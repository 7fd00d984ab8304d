import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf, place } from '../../app/router.js';
import { MonthBars } from '../../charts/month-bars.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Page, Section } from '../../kit/page.js';
import { type Column, Table } from '../../kit/table.js';
import { figure, namedIn, words } from '../../words/words.js';
import { type CheckView, lookedAt, type Looked, type ReviewOverview, TRAIL_REVIEW } from './check.js';
import { LookForm } from './look-form.js';

/** The computed checks of the audit trail, group by group: how many records each points at, and who looked at them last. */
export default function ReviewPage() {
  const looked = lookedAt(place.value.query);
  const { review: t } = words.value;
  const asked = useQuery(`review ${JSON.stringify(looked)}`, (signal) =>
    get<ReviewOverview>(TRAIL_REVIEW, { query: { ...looked }, signal }),
  );
  return (
    <Page title={t.title} intro={t.intro}>
      <LookForm path="/review" looked={looked} />
      <Answered asked={asked} lines={12}>
        {({ checks }) => (
          <>
            {[...Map.groupBy(checks, ({ group }) => group)].map(([group, own]) => (
              <GroupSection key={group} group={group} checks={own} looked={looked} />
            ))}
          </>
        )}
      </Answered>
    </Page>
  );
}

interface GroupProps {
  readonly group: string;
  readonly checks: readonly CheckView[];
  readonly looked: Looked;
}

function GroupSection({ group, checks, looked }: GroupProps) {
  const { review: t } = words.value;
  const title = namedIn(t.groups, group);
  const pointing = checks.filter(({ count }) => count > 0).length;
  return (
    <Section title={title} help={t.groupSentence(figure(pointing), figure(checks.length))}>
      <Table caption={title} rows={checks} keyOf={({ id }) => id} columns={columnsOf(looked)} />
    </Section>
  );
}

function columnsOf(looked: Looked): readonly Column<CheckView>[] {
  const { review: t } = words.value;
  return [
    {
      title: t.check,
      cell: ({ id, title, says }) => (
        <>
          <a href={hrefOf(`/review/${id}`, { ...looked })}>{title}</a>
          <br />
          <small class="help">{says}</small>
        </>
      ),
    },
    { title: t.found, isFigure: true, cell: ({ count }) => figure(count) },
    { title: t.lookedAt, isFigure: true, cell: ({ looked: all }) => figure(all) },
    {
      title: t.trend,
      cell: ({ title, trend }) =>
        trend.length > 0 && (
          <MonthBars label={t.trendOf(title, trend[0]?.month ?? '', trend.at(-1)?.month ?? '')} months={trend} />
        ),
    },
    { title: t.lastReview, cell: ({ lastReview }) => lastReview && <LastReview review={lastReview} /> },
  ];
}

function LastReview({
  review: { verdict, person, recordedAt },
}: {
  readonly review: NonNullable<CheckView['lastReview']>;
}) {
  const { review: t } = words.value;
  return (
    <>
      {t.verdicts[verdict]}
      <br />
      <small class="help">
        <bdi>{person.name}</bdi>, <Moment utc={recordedAt} />
      </small>
    </>
  );
}
