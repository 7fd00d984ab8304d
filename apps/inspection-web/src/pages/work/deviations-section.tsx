import type { ListedDeviation, WithTexts } from '@bali/queries';
import { written } from '../../api/own-writes.js';
import { hrefOf } from '../../app/router.js';
import { Section } from '../../kit/page.js';
import { PagedTable } from '../../kit/paged-table.js';
import type { Column } from '../../kit/table.js';
import { namedIn, spoken, words } from '../../words/words.js';
import { AssessDeviation } from './assess-deviation.js';

/** Deviations from the protocol, as the records show them now. */
export function DeviationsSection({ site }: { readonly site: string | undefined }) {
  const { work: t } = words.value;
  return (
    <Section title={t.deviations} help={t.deviationsHelp}>
      <PagedTable<WithTexts<ListedDeviation>>
        caption={t.deviations}
        path="/v1/deviations"
        query={{ site, atLeast: written.value }}
        columns={columnsOf()}
        keyOf={({ key, patient }) => `${patient} ${key}`}
        empty={t.noDeviation}
      />
    </Section>
  );
}

function columnsOf(): readonly Column<WithTexts<ListedDeviation>>[] {
  const { work: t, common } = words.value;
  return [
    {
      title: common.patient,
      cell: ({ patient }) => (
        <a class="code" href={hrefOf(`/patients/${patient}`)}>
          {patient}
        </a>
      ),
    },
    { title: t.on, cell: ({ on }) => <span class="nowrap">{on}</span> },
    {
      title: t.kind,
      cell: ({ kind, says, isCritical, description = '', texts }) => (
        <>
          {spoken(kind)} {isCritical && <span class="pill warn">{t.critical}</span>}
          <br />
          <small class="help">{says}</small>
          {texts[description] !== undefined && <p dir="auto">{texts[description]}</p>}
        </>
      ),
    },
    {
      title: t.assessment,
      cell: (deviation) => (
        <>
          {deviation.assessment === undefined
            ? t.notAssessed
            : `${namedIn(t.severities, deviation.assessment.severity)}, ${namedIn(t.perProtocol, deviation.assessment.perProtocol)}`}{' '}
          <bdi>{deviation.texts[deviation.assessment?.rationale ?? '']}</bdi> <AssessDeviation deviation={deviation} />
        </>
      ),
    },
  ];
}
