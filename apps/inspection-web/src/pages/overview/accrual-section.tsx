import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AccrualChartProps } from '../../charts/accrual-chart.js';
import { Section } from '../../kit/page.js';
import { Skeleton } from '../../kit/skeleton.js';
import { Table } from '../../kit/table.js';
import { figure, words } from '../../words/words.js';

/** Randomized patients over time against the target: a sentence, a chart, and the same as a table. */
export function AccrualSection({ accrual, targets, until }: AccrualChartProps) {
  const { overview: t, common } = words.value;
  const sentence = t.accrualSentence(figure(accrual.randomized), figure(accrual.target));
  return (
    <Section title={t.accrual} help={accrual.randomized === 0 ? t.accrualNone : sentence}>
      {accrual.randomized > 0 && (
        <>
          <Chart accrual={accrual} targets={targets} until={until} />
          <details>
            <summary>{common.table}</summary>
            <Table
              caption={t.accrual}
              rows={accrual.byMonth}
              keyOf={({ month }) => month}
              columns={[
                { title: t.month, cell: ({ month }) => <span class="nowrap">{month}</span> },
                { title: t.newly, cell: ({ randomized }) => figure(randomized), isFigure: true },
                { title: t.cumulative, cell: ({ cumulative }) => figure(cumulative), isFigure: true },
              ]}
            />
          </details>
        </>
      )}
    </Section>
  );
}

/** The code of charts is fetched when the first chart is shown. */
function Chart(props: AccrualChartProps) {
  const [Loaded, setLoaded] = useState<{ readonly Chart: ComponentType<AccrualChartProps> }>();
  useEffect(() => {
    // Without its code the sentence and the table say the same.
    import('../../charts/accrual-chart.js').then(
      ({ AccrualChart }) => setLoaded({ Chart: AccrualChart }),
      () => undefined,
    );
  }, []);
  return Loaded === undefined ? <Skeleton label={words.value.common.loading} lines={6} /> : <Loaded.Chart {...props} />;
}
