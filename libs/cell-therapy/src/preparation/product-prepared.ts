import { details, instant, moment, oneOf, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';
import { emptied, fromConcentrate } from '../containers/containers.js';
import { noMoreThanThereIs } from '../containers/rules.js';
import { ConcentrateControlled } from '../quality-control/concentrate-controlled.js';
import { cellsConform } from '../quality-control/rules.js';
import { bloodTubeReceived } from '../reception/blood-tube.js';
import { volumesAsPrescribed } from '../separation/rules.js';
import { label } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { composition, compositionInWords } from './composition.js';
import { cellsIn, preparedForTheArm, prescribedVolumes } from './rules.js';

const WHY_OTHER = ['mix-up', 'list-misread', 'other'] as const;

const first = {
  patient: patientCode,
  preparedAt: instant('when the syringe was filled'),
  syringe: label('of the syringe'),
  composition,
};

/** What is really in the syringe can be recorded, also where the list says otherwise: the actual treatment follows it. */
export const ProductPrepared = defineCellEvent('ProductPrepared', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the product for implantation was prepared',
  data: {
    ...first,
    otherThanTheList: Type.Optional(oneOf('why it is not what the list says: a critical deviation', WHY_OTHER)),
  },
  happened: 'preparedAt',
  mayGiveAwayArm: true,
  needs: [...ConcentrateControlled.needs, ConcentrateControlled],
  whenMissing: 'The product has to be prepared first.',
  // Of one harvest one product is made: a syringe that is lost, rejected or out of time is not replaced, in either arm.
  once: true,
  onTheDayOfTheHarvest: true,
  ranges: [
    range('/composition/salineMl', 'volumeMl'),
    range('/composition/peripheralBloodMl', 'volumeMl'),
    range('/composition/concentrateMl', 'volumeMl'),
  ],
  labelRead: undefined,
  labelsGiven: ({ syringe }) => [{ label: syringe, field: '/syringe' }],
  happensTo: undefined,
  containersAfter: (containers, { syringe, composition: contents }) => {
    const made = { label: syringe, kind: 'syringe', whereabouts: 'in-hand' } as const;
    const filled =
      contents.of === 'concentrated-cells'
        ? { ...made, ...fromConcentrate(containers), cellsMl: contents.concentrateMl }
        : { ...made, cellsMl: '0' };
    return emptied([...containers, filled]);
  },
  rules: [
    bloodTubeReceived,
    cellsConform,
    volumesAsPrescribed(prescribedVolumes),
    preparedForTheArm,
    noMoreThanThereIs(cellsIn),
  ],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'PrepareProduct', action: 'record-cells' },
  sentence: (data) =>
    `the product for patient ${data.patient} was prepared on ${moment(data.preparedAt)} in the syringe ${data.syringe}: ` +
    compositionInWords(data.composition) +
    details(data.otherThanTheList && `not what the list says: ${words(data.otherThanTheList)}`),
  sample: {
    patient: 'REI-001',
    preparedAt: '2026-03-10T12:00:00+01:00',
    syringe: 'REI-001-SZ4XPD8T',
    composition: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  },
});
