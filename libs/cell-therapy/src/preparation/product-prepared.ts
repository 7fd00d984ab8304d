import { instant, moment, patientCode } from '@bali/schema';
import { emptied, fromConcentrate } from '../containers/containers.js';
import { noMoreThanThereIs } from '../containers/rules.js';
import { CellsCounted } from '../separation/cells-counted.js';
import { volumesAsPrescribed } from '../separation/rules.js';
import { label } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { composition, compositionInWords } from './composition.js';
import { cellsIn, preparedForTheArm, prescribedVolumes } from './rules.js';

export const ProductPrepared = defineCellEvent('ProductPrepared', {
  schemaVersion: 1,
  about: 'the product for implantation was prepared',
  data: {
    patient: patientCode,
    preparedAt: instant('when the syringe was filled'),
    syringe: label('of the syringe'),
    composition,
  },
  happened: 'preparedAt',
  mayGiveAwayArm: true,
  needs: [...CellsCounted.needs, CellsCounted],
  whenMissing: 'The product has to be prepared first.',
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
  rules: [volumesAsPrescribed(prescribedVolumes), preparedForTheArm, noMoreThanThereIs(cellsIn)],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/syringe', '/composition/of'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'PrepareProduct', action: 'record-cells' },
  sentence: (data) =>
    `the product for patient ${data.patient} was prepared on ${moment(data.preparedAt)} in the syringe ${data.syringe}: ` +
    compositionInWords(data.composition),
  sample: {
    patient: 'REI-001',
    preparedAt: '2026-03-10T12:00:00+01:00',
    syringe: 'SYR-001',
    composition: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  },
});
