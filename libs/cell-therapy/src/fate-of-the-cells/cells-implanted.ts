import { instant, moment, patientCode } from '@bali/schema';
import { moved } from '../containers/containers.js';
import { ProductPrepared } from '../preparation/product-prepared.js';
import { label } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { inTheWindow } from './last-record.js';
import { cellsInTheSyringe, implantedBySite } from './rules.js';

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
  // What was implanted without a release can be recorded: the site says that it was, and it is a critical deviation.
  needs: [...ProductPrepared.needs, ProductPrepared],
  whenMissing: undefined,
  once: true,
  // The site's implantation is held to that day, and this has to be at the same moment.
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: { field: '/syringe', from: ['released', 'in-hand'] },
  containersAfter: (containers, { syringe }) => moved(containers, syringe, 'implanted'),
  rules: [inTheWindow, cellsInTheSyringe, implantedBySite],
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
