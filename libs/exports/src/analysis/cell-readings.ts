import type { CellsOfPatient } from '@bali/analysis';
import { type CellEntry, entriesOf, entryOf } from '@bali/cell-therapy';
import { type Instant } from '@bali/protocol';
import { dayAt, type TimeZones } from '@bali/trial';

/** What the unit recorded of a patient, as analyses read it: the last value of each measure. */
export function cellsOfPatient(
  materials: readonly CellEntry[],
  timeZone: TimeZones,
  usedAt: readonly Instant[] = [],
): CellsOfPatient {
  const prepared = entryOf(materials, 'ProductPrepared')?.data.composition.of;
  const used = [...entriesOf(materials, 'CellsUsed').map(({ data }) => data.usedAt), ...usedAt];
  return {
    readings: Object.fromEntries([...dose(materials), ...flowCytometry(materials), ...expression(materials)]),
    ...(prepared === undefined ? {} : { given: prepared === 'concentrated-cells' ? 'cells' : 'placebo' }),
    usedOn: used.map((at) => dayAt(at, timeZone)).toSorted(),
  };
}

type Readings = readonly (readonly [measure: string, value: number])[];

function dose(materials: readonly CellEntry[]): Readings {
  const counted = entryOf(materials, 'CellsCounted')?.data;
  const controlled = entriesOf(materials, 'ConcentrateControlled').at(-1)?.data ?? counted;
  return [
    ...(counted === undefined ? [] : [['nucleated cells, 10⁶', counted.nucleatedCells] as const]),
    ...(controlled === undefined
      ? []
      : [
          ['dose: mononuclear cells, 10⁶', controlled.mononuclearCells] as const,
          ['viability, %', Number(controlled.viabilityPercent)] as const,
        ]),
  ];
}

function flowCytometry(materials: readonly CellEntry[]): Readings {
  const measured = entriesOf(materials, 'ProgenitorsMeasured').at(-1)?.data;
  const parts = [
    ['CD34+, %', measured?.cd34Percent],
    ['CD133+, %', measured?.cd133Percent],
    ['CD34+ KDR+, %', measured?.cd34KdrPercent],
    ['CD14+, %', measured?.cd14Percent],
  ] as const;
  return parts.flatMap(([measure, part]) => (part === undefined ? [] : [[measure, Number(part)] as const]));
}

function expression(materials: readonly CellEntry[]): Readings {
  return [
    ...entriesOf(materials, 'MessengerRnaMeasured').map(
      ({ data }) => [`mRNA of ${data.gene}, fold change`, Number(data.foldChange)] as const,
    ),
    ...entriesOf(materials, 'ProteinMeasured').map(
      ({ data }) => [`protein ${data.protein}, pg/mL`, Number(data.concentration)] as const,
    ),
  ];
}
