import type { StatisticsView } from '@bali/queries';
import { SurvivalChart } from '../../charts/survival-chart.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { figure, namedIn, words } from '../../words/words.js';
import { number, percentWithInterval } from './estimates.js';

export interface SurvivalSectionProps {
  readonly title: string;
  readonly analysis: StatisticsView['report']['primary'];
  readonly isPostHoc: boolean;
}

/** A curve with what is read from it at 6 months, and the numbers at risk. */
export function SurvivalSection({ title, analysis: { groups }, isPostHoc }: SurvivalSectionProps) {
  const { results: t, common } = words.value;
  return (
    <Section title={title} aside={isPostHoc && <span class="pill warn">{t.postHoc}</span>}>
      <SurvivalChart title={title} groups={groups} days={t.days} />
      <Table
        caption={`${title}, ${t.atSixMonths}`}
        rows={groups}
        keyOf={({ group }) => group}
        columns={[
          { title: t.group, cell: ({ group }) => namedIn(t.groups, group) },
          { title: t.patients, isFigure: true, cell: ({ patients }) => figure(patients) },
          { title: t.events, isFigure: true, cell: ({ events }) => figure(events) },
          { title: t.withoutEvent, cell: ({ atSixMonths }) => percentWithInterval(atSixMonths) },
          { title: t.restrictedMean, isFigure: true, cell: ({ restrictedMean }) => number(restrictedMean.mean, 1) },
        ]}
      />
      <details>
        <summary>{common.table}</summary>
        {groups.map(({ group, atRisk }) => (
          <Table
            key={group}
            caption={t.atRisk}
            showCaption
            rows={atRisk}
            keyOf={({ time }) => time}
            columns={[
              { title: t.days, isFigure: true, cell: ({ time }) => figure(time) },
              { title: t.patients, isFigure: true, cell: ({ patients }) => figure(patients) },
            ]}
          />
        ))}
      </details>
    </Section>
  );
}
