import { type CellEntry, entriesOf } from '@bali/cell-therapy';
import { capitals, text } from '../model/variables.js';
import type { Subject } from '../model/subject.js';
import { domain, type DomainRow, type Finding, findingValues, findingVariables } from './domain.js';

const ONLY_AFTER =
  'What the cell therapy unit recorded, once the trial is unblinded and for whoever may read arms: otherwise there is no row.';

const REFERENCE = (prefix: string) =>
  text(`${prefix}REFID`, 'Label of the Container', 40, 'Collected', { explanation: ONLY_AFTER });

interface Happened {
  readonly entry: string;
  readonly term: string;
  readonly label: string | undefined;
  readonly at: string;
}

/** What happened to the marrow and what was made of it, in the order of the unit's records. */
function happenedTo(materials: readonly CellEntry[]): readonly Happened[] {
  return materials.flatMap((entry): readonly Happened[] => {
    const of = (term: string, label: string | undefined, at: string) => [{ entry: entry.id, term, label, at }];
    switch (entry.type) {
      case 'HarvestReceived':
        return of('RECEIVED', entry.data.label, entry.data.receivedAt);
      case 'CellsSeparated':
        return of('SEPARATED AND CONCENTRATED', entry.data.concentrate, entry.data.separatedAt);
      case 'ProductPrepared':
        return of('PREPARED FOR IMPLANTATION', entry.data.syringe, entry.data.preparedAt);
      case 'CellsCryoConserved':
        return entry.data.containers.map(({ label }, place) => ({
          ...{ entry: `${entry.id}#${place}`, term: 'CRYOPRESERVED', label, at: entry.data.conservedAt },
        }));
      case 'CellsThawed':
        return of('THAWED', entry.data.container, entry.data.thawedAt);
      case 'CellsUsed':
        return of('USED', entry.data.container, entry.data.usedAt);
      case 'CellsDiscarded':
        return of('DISCARDED', entry.data.container, entry.data.discardedAt);
      default:
        return [];
    }
  });
}

export const BE = domain('BE', {
  ...{ label: 'Biospecimen Events', kind: 'EVENTS', structure: 'One record per event per container per subject' },
  ...{ keys: ['BETERM', 'BESTDTC', 'BESEQ'], timing: 'interval' },
  variables: [
    text('BETERM', 'Reported Term for the Biospecimen Event', 40, 'Assigned', { isMandatory: true }),
    REFERENCE('BE'),
  ],
  rowsOf: ({ materials }) =>
    happenedTo(materials).map(({ entry, term, label, at }) => ({
      entry,
      values: { BETERM: term, BEREFID: label, BESTDTC: at },
    })),
});

const BS_TESTS = {
  VOLUME: 'Volume',
  NUCCELL: 'Nucleated Cells',
  MNCELL: 'Mononuclear Cells',
  VIABIL: 'Viability',
  GRAM: 'Gram Stain',
};

/** Cells are counted in millions. */
export const MILLIONS = '10^6';

interface Found {
  readonly entry: string;
  readonly at: string;
  readonly finding: Finding;
}

function measured(
  entry: CellEntry,
  at: string,
  test: string,
  title: string,
  value: string | number,
  unit?: string,
): Found {
  const numeric = Number(value);
  const finding = { test, title, result: value, numeric, ...(unit === undefined ? {} : { unit }) };
  return { entry: `${entry.id}#${test}`, at, finding };
}

function foundIn(materials: readonly CellEntry[]): readonly Found[] {
  const of = (entry: CellEntry, at: string, test: keyof typeof BS_TESTS, value: string | number, unit?: string) =>
    measured(entry, at, test, BS_TESTS[test], value, unit);
  return materials.flatMap((entry): readonly Found[] => {
    switch (entry.type) {
      case 'HarvestReceived':
        return [of(entry, entry.data.receivedAt, 'VOLUME', entry.data.volumeMl, 'mL')];
      case 'CellsSeparated':
        return [of(entry, entry.data.separatedAt, 'VOLUME', entry.data.concentrateMl, 'mL')];
      case 'CellsCounted': {
        const { countedAt, nucleatedCells, mononuclearCells, viabilityPercent } = entry.data;
        return [
          of(entry, countedAt, 'NUCCELL', nucleatedCells, MILLIONS),
          of(entry, countedAt, 'MNCELL', mononuclearCells, MILLIONS),
          of(entry, countedAt, 'VIABIL', viabilityPercent, '%'),
        ];
      }
      case 'ConcentrateControlled': {
        const { controlledAt, mononuclearCells, viabilityPercent, gramStain } = entry.data;
        const gram = { test: 'GRAM', title: BS_TESTS.GRAM, result: capitals(gramStain) };
        return [
          of(entry, controlledAt, 'MNCELL', mononuclearCells, MILLIONS),
          of(entry, controlledAt, 'VIABIL', viabilityPercent, '%'),
          { entry: `${entry.id}#GRAM`, at: controlledAt, finding: gram },
        ];
      }
      case 'CellsThawed':
        return [of(entry, entry.data.thawedAt, 'VIABIL', entry.data.viabilityPercent, '%')];
      default:
        return [];
    }
  });
}

const FINDINGS = {
  kind: 'FINDINGS',
  structure: 'One record per finding per subject',
  timing: 'finding',
} as const;

function rows(prefix: string, found: readonly Found[]): readonly DomainRow[] {
  return found.map(({ entry, at, finding }) => ({
    entry,
    values: { ...findingValues(prefix, finding), [`${prefix}DTC`]: at },
  }));
}

/** What was found in the marrow, the concentrate and the containers: the dose and its viability. */
export const BS = domain('BS', {
  ...{ label: 'Biospecimen Findings', keys: ['BSTESTCD', 'BSDTC', 'BSSEQ'], ...FINDINGS },
  variables: findingVariables('BS', BS_TESTS, undefined, undefined),
  rowsOf: ({ materials }) => rows('BS', foundIn(materials)),
});

const CP_TESTS = { CD34: 'CD34+', CD133: 'CD133+', CD34KDR: 'CD34+ KDR+', CD14: 'CD14+' };

/** Flow cytometry of the progenitor cells. */
export const CP = domain('CP', {
  ...{ label: 'Cell Phenotype Findings', keys: ['CPTESTCD', 'CPDTC', 'CPSEQ'], ...FINDINGS },
  variables: findingVariables('CP', CP_TESTS, undefined, undefined),
  rowsOf: ({ materials }) =>
    rows(
      'CP',
      entriesOf(materials, 'ProgenitorsMeasured').flatMap((entry) => {
        const { measuredOn, cd34Percent, cd133Percent, cd34KdrPercent, cd14Percent } = entry.data;
        const parts = { CD34: cd34Percent, CD133: cd133Percent, CD34KDR: cd34KdrPercent, CD14: cd14Percent };
        return (Object.keys(CP_TESTS) as (keyof typeof CP_TESTS)[]).flatMap((test) => {
          const part = parts[test];
          return part === undefined ? [] : [measured(entry, measuredOn, test, CP_TESTS[test], part, '%')];
        });
      }),
    ),
});

const GF_TESTS = { MRNAEXP: 'Messenger RNA Expression, Fold Change', PROTCONC: 'Protein Concentration in Supernatant' };

/** Expression of messenger RNA, and of the proteins that go with it. */
export const GF = domain('GF', {
  ...{ label: 'Genomics Findings', keys: ['GFTESTCD', 'GFGENSR', 'GFDTC', 'GFSEQ'], ...FINDINGS },
  variables: [
    ...findingVariables('GF', GF_TESTS, undefined, undefined),
    text('GFGENSR', 'Gene or Protein', 40, 'Collected', { explanation: ONLY_AFTER }),
  ],
  rowsOf: ({ materials }) => [...expressionOf(materials)],
});

function expressionOf(materials: Subject['materials']): readonly DomainRow[] {
  const row = (entry: CellEntry, at: string, test: keyof typeof GF_TESTS, of: string, value: string, unit?: string) =>
    rows('GF', [measured(entry, at, test, GF_TESTS[test], value, unit)]).map((one) => ({
      ...one,
      values: { ...one.values, GFGENSR: of },
    }));
  return [
    ...entriesOf(materials, 'MessengerRnaMeasured').flatMap((entry) =>
      row(entry, entry.data.measuredOn, 'MRNAEXP', entry.data.gene, entry.data.foldChange),
    ),
    ...entriesOf(materials, 'ProteinMeasured').flatMap((entry) =>
      row(entry, entry.data.measuredOn, 'PROTCONC', entry.data.protein, entry.data.concentration, 'pg/mL'),
    ),
  ];
}
