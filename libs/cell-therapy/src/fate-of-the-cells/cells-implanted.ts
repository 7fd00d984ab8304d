import { instant, moment, patientCode } from '@bali/schema';
import { moved } from '../containers/containers.js';
import { ProductReleasedFromUnit } from '../release/product-released-from-unit.js';
import { label } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { implantedBySite, onlyInArm } from './rules.js';

export const CellsImplanted = defineCellEvent('CellsImplanted', {
  schemaVersion: 1,
  about: 'the cells in the syringe were implanted',
  data: {
    patient: patientCode,
    syringe: label('of the syringe'),
    implantedAt: instant('when they were implanted'),
  },
  happened: 'implantedAt',
  mayGiveAwayArm: true,
  needs: [...ProductReleasedFromUnit.needs, ProductReleasedFromUnit],
  whenMissing: undefined,
  once: true,
  // The site's implantation is held to that day, and this has to be at the same moment.
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: { field: '/syringe', from: ['released'] },
  containersAfter: (containers, { syringe }) => moved(containers, syringe, 'implanted'),
  rules: [onlyInArm('B'), implantedBySite],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/syringe'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RecordCellsImplanted', action: 'record-cells' },
  sentence: ({ patient, syringe, implantedAt }) =>
    `the cells in the syringe ${syringe} were implanted into patient ${patient} on ${moment(implantedAt)}`,
  sample: { patient: 'REI-001', syringe: 'SYR-001', implantedAt: '2026-03-10T14:00:00+01:00' },
});
