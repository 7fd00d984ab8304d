import type { CaseLine } from '@bali/projections';
import type { ListingView } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Section } from '../../kit/page.js';
import { type Column, Table } from '../../kit/table.js';
import { figure, spoken, words } from '../../words/words.js';

/** The serious adverse events as of the moment that is looked at, both arms together, with the clocks that run. */
export function SafetySection({ position }: { readonly position: number }) {
  const { safety: t } = words.value;
  const asked = useQuery(`safety ${position}`, (signal) =>
    get<ListingView>('/v1/safety/line-listing', { query: { position, serious: 'yes' }, signal }),
  );
  return (
    <Section title={t.title} help={t.help}>
      <Answered asked={asked}>
        {({ lines, texts }) => {
          const standing = lines.filter(({ annulledAt }) => annulledAt === undefined);
          const fatal = standing.filter(({ outcome }) => outcome === 'fatal').length;
          return (
            <>
              <p>{t.sentence(standing.length, figure(standing.length), figure(fatal))}</p>
              {lines.length > 0 && (
                <Table caption={t.title} rows={lines} keyOf={({ entry }) => entry} columns={columnsOf(texts)} />
              )}
            </>
          );
        }}
      </Answered>
    </Section>
  );
}

function columnsOf(texts: ListingView['texts']): readonly Column<CaseLine>[] {
  const { safety: t, common, patient: ofPatient } = words.value;
  return [
    {
      title: common.patient,
      cell: ({ patient }) => (
        <a class="code" href={hrefOf(`/patients/${patient}`)}>
          {patient}
        </a>
      ),
    },
    {
      title: t.term,
      cell: ({ coded, term, annulledAt, number }) => {
        const said = coded?.term ?? (term === undefined ? t.number(figure(number)) : (texts[term] ?? t.notShown));
        return annulledAt === undefined ? (
          <bdi>{said}</bdi>
        ) : (
          <>
            <s>
              <bdi>{said}</bdi>
            </s>{' '}
            <span class="pill bad">{ofPatient.struck}</span>
          </>
        );
      },
    },
    { title: t.began, cell: ({ startedOn }) => <span class="nowrap">{startedOn}</span> },
    { title: t.why, cell: ({ seriousness }) => seriousness.map(spoken).join(', ') },
    { title: t.outcome, cell: ({ outcome }) => spoken(outcome) },
    {
      title: t.clocks,
      cell: ({ clocks }) =>
        clocks
          .filter(({ metAt }) => metAt === undefined)
          .map(({ clock, dueOn }) => (
            <span key={clock} class="nowrap">
              {spoken(clock)}: {dueOn}{' '}
            </span>
          )),
    },
  ];
}
