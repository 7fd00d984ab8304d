import { details, instant, line, listed, moment, patientCode, record } from '@bali/schema';
import { Type } from 'typebox';
import { type Container, emptied, moved } from '../containers/containers.js';
import { CellsSeparated } from '../separation/cells-separated.js';
import { label, measuredDecimal, measuredWhole } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { inTheWindow } from './last-record.js';
import { noMoreThanThereIsIn, sourceOf, sourceThere, type Stored } from './frozen.js';

const first = {
  patient: patientCode,
  conservedAt: instant('when they were put into storage'),
  containers: Type.Array(
    record({ label: label('of the container'), cellsMl: measuredDecimal('volumeMl', 'volume of concentrate in it') }),
    { description: 'the containers, and how much of the concentrate is in each', minItems: 1, maxItems: 20 },
  ),
  cryoprotectant: line('what protects them'),
  storedAtCelsius: measuredWhole('storageCelsius'),
  place: line('where they are stored'),
};

/** Cells that were not implanted may be kept, in either arm: of a placebo's patient, and of a syringe that came back. */
export const CellsCryoConserved = defineCellEvent('CellsCryoConserved', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the concentrated cells were cryo-conserved',
  data: {
    ...first,
    from: Type.Optional(label('of the concentrate or the syringe that they come from; absent: the latest concentrate')),
  },
  happened: 'conservedAt',
  mayGiveAwayArm: true,
  // It follows the separation, not the release: a moment of the release is corrected alike in both arms.
  needs: [...CellsSeparated.needs, CellsSeparated],
  whenMissing: undefined,
  once: false,
  // The protocol asks for the day of the harvest where something is implanted; these cells are not.
  onTheDayOfTheHarvest: false,
  ranges: [range('/containers/*/cellsMl', 'volumeMl')],
  labelRead: undefined,
  labelsGiven: ({ containers }) =>
    containers.map((one, place) => ({ label: one.label, field: `/containers/${place}/label` })),
  happensTo: undefined,
  containersAfter: (containers, data) => {
    const source = sourceOf(data, containers);
    const filled = ({ label: given, cellsMl }: Stored): Container => ({
      ...{ label: given, kind: 'cryo-container' },
      ...(source === undefined ? {} : { madeFrom: source.label }),
      ...{ cellsMl, whereabouts: 'stored' },
    });
    const all = emptied([...containers, ...data.containers.map(filled)]);
    return source?.kind === 'syringe' ? moved(all, source.label, 'used-up') : all;
  },
  rules: [inTheWindow, sourceThere, noMoreThanThereIsIn],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/from'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CryoConserveCells', action: 'record-cells' },
  sentence: (data) =>
    `the cells of patient ${data.patient} were cryo-conserved on ${moment(data.conservedAt)} at ${data.storedAtCelsius} °C in ` +
    `${data.place}, with ${data.cryoprotectant}: ` +
    listed(data.containers.map((container) => `${container.cellsMl} mL of concentrate in ${container.label}`)) +
    details(data.from && `from ${data.from}`),
  sample: {
    patient: 'REI-001',
    conservedAt: '2026-03-10T15:00:00+01:00',
    containers: [
      { label: 'REI-001-CRB3H6TZ', cellsMl: '15' },
      { label: 'REI-001-CRF5W9JX', cellsMl: '15' },
    ],
    cryoprotectant: 'DMSO 10 %, albumin 4 %',
    storedAtCelsius: -180,
    place: 'tank 2, rack 4',
  },
});
