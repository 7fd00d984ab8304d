import { instant, line, listed, moment, patientCode, record } from '@bali/schema';
import { Type } from 'typebox';
import { type Container, emptied, fromConcentrate } from '../containers/containers.js';
import { noMoreThanThereIs } from '../containers/rules.js';
import { ProductReleasedFromUnit } from '../release/product-released-from-unit.js';
import { label, measuredDecimal, measuredWhole } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { onlyInArm } from './rules.js';

interface Stored {
  readonly label: string;
  readonly cellsMl: string;
}

export const CellsCryoConserved = defineCellEvent('CellsCryoConserved', {
  schemaVersion: 1,
  about: 'the concentrated cells were cryo-conserved',
  data: {
    patient: patientCode,
    conservedAt: instant('when they were put into storage'),
    containers: Type.Array(
      record({ label: label('of the container'), cellsMl: measuredDecimal('volumeMl', 'volume of concentrate in it') }),
      { description: 'the containers, and how much of the concentrate is in each', minItems: 1, maxItems: 20 },
    ),
    cryoprotectant: line('what protects them'),
    storedAtCelsius: measuredWhole('storageCelsius'),
    place: line('where they are stored'),
  },
  happened: 'conservedAt',
  mayGiveAwayArm: true,
  needs: [...ProductReleasedFromUnit.needs, ProductReleasedFromUnit],
  whenMissing: undefined,
  once: true,
  // The protocol asks for the day of the harvest where something is implanted; these cells are not.
  onTheDayOfTheHarvest: false,
  ranges: [range('/containers/*/cellsMl', 'volumeMl')],
  labelRead: undefined,
  labelsGiven: ({ containers }) =>
    containers.map((one, place) => ({ label: one.label, field: `/containers/${place}/label` })),
  happensTo: undefined,
  containersAfter: (containers, { containers: stored }) => {
    const filled = ({ label: given, cellsMl }: Stored): Container => ({
      ...{ label: given, kind: 'cryo-container' },
      ...fromConcentrate(containers),
      ...{ cellsMl, whereabouts: 'stored' },
    });
    return emptied([...containers, ...stored.map(filled)]);
  },
  rules: [
    onlyInArm('A'),
    noMoreThanThereIs((data: { readonly containers: readonly Stored[] }) =>
      data.containers.map(({ cellsMl }) => cellsMl),
    ),
  ],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/containers/*/label'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CryoConserveCells', action: 'record-cells' },
  sentence: (data) =>
    `the cells of patient ${data.patient} were cryo-conserved on ${moment(data.conservedAt)} at ${data.storedAtCelsius} °C in ` +
    `${data.place}, with ${data.cryoprotectant}: ` +
    listed(data.containers.map((container) => `${container.cellsMl} mL of concentrate in ${container.label}`)),
  sample: {
    patient: 'REI-001',
    conservedAt: '2026-03-10T15:00:00+01:00',
    containers: [
      { label: 'CRY-001-A', cellsMl: '15' },
      { label: 'CRY-001-B', cellsMl: '15' },
    ],
    cryoprotectant: 'DMSO 10 %, albumin 4 %',
    storedAtCelsius: -180,
    place: 'tank 2, rack 4',
  },
});
