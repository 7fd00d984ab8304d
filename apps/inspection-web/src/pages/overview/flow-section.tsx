import type { OverviewView } from '@bali/queries';
import { Section } from '../../kit/page.js';
import { figure, words } from '../../words/words.js';

type Flow = OverviewView['flow'];

type Counted = readonly (readonly [title: string, count: number])[];

interface Box {
  readonly title: string;
  readonly count: number;
  /** Who left the flow here, or stands at its side. */
  readonly beside?: Counted;
  /** By which criteria they were excluded. */
  readonly why?: Counted;
}

/** The flow of patients (CONSORT 2010) as a list of boxes: it reads in the same order for everybody. */
export function FlowSection({ flow }: { readonly flow: Flow }) {
  const t = words.value.overview;
  const [consented, randomized, analysed] = [flow.consented, flow.randomized, flow.analysed].map(figure);
  return (
    <Section title={t.flow} help={t.flowSentence(consented ?? '', randomized ?? '', analysed ?? '')}>
      <ol class="flow">
        {boxesOf(flow).map(({ title, count, beside = [], why = [] }) => (
          <li key={title}>
            <div class="flow-box">
              <span>{title}</span> <strong>{figure(count)}</strong>
            </div>
            {beside.length > 0 && (
              <div class="flow-side">
                <Counts counts={beside} />
                {why.length > 0 && (
                  <details>
                    <summary>{t.why}</summary>
                    <Counts counts={why} />
                  </details>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Counts({ counts }: { readonly counts: Counted }) {
  return (
    <ul>
      {counts.map(([name, number]) => (
        <li key={name}>
          <span>{name}</span> <strong>{figure(number)}</strong>
        </li>
      ))}
    </ul>
  );
}

function boxesOf(flow: Flow): readonly Box[] {
  const { flowBoxes: t, tiles } = words.value.overview;
  const criteria = flow.excluded.byCriterion.map(({ kind, number, sentence, patients }) => {
    const name = kind === 'inclusion' ? t.inclusion(figure(number)) : t.exclusion(figure(number));
    return [`${name}: ${sentence}`, patients] as const;
  });
  return [
    { title: tiles.consented, count: flow.consented },
    {
      title: t.assessed,
      count: flow.assessedForEligibility,
      beside: [
        [t.excluded, flow.excluded.total],
        [t.notYet, flow.notYetDecidable],
        [t.waiting, flow.eligibleNotRandomized],
      ],
      why: criteria,
    },
    { title: t.randomized, count: flow.randomized },
    { title: t.harvested, count: flow.harvested },
    { title: t.implanted, count: flow.implanted },
    ...flow.followed.map(({ visit, assessed }) => ({ title: t.seenAt(visit), count: assessed })),
    {
      title: t.completed,
      count: flow.completed,
      beside: [
        [t.withdrawn, flow.withdrawn],
        [t.lost, flow.lostToFollowUp],
        [t.died, flow.died],
      ],
    },
    { title: t.analysed, count: flow.analysed },
  ];
}
