import { details, freeText, instant, moment, optionalText, patientCode } from '@bali/schema';
import { Type } from 'typebox';
import { moved } from '../containers/containers.js';
import { HarvestReceived } from '../reception/harvest-received.js';
import { identifiersRead, label, readOff } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { afterThePlannedUnblinding, afterTheSixMonths } from './rules.js';

export const CellsUsed = defineCellEvent('CellsUsed', {
  schemaVersion: 1,
  about: 'cryo-conserved cells were used for the patient after the 6 months',
  data: {
    patient: patientCode,
    container: label('of the container'),
    read: identifiersRead,
    usedAt: instant('when they were used'),
    remarks: Type.Optional(freeText('remarks on the use')),
  },
  happened: 'usedAt',
  mayGiveAwayArm: true,
  needs: [HarvestReceived],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: ({ container }) => container,
  labelsGiven: undefined,
  happensTo: { field: '/container', from: ['thawed'] },
  containersAfter: (containers, { container }) => moved(containers, container, 'used'),
  rules: [afterTheSixMonths, afterThePlannedUnblinding],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/container', '/read'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'UseCells', action: 'record-cells' },
  sentence: (data, { show }) =>
    `the cells in the container ${data.container} were used for patient ${data.patient} on ${moment(data.usedAt)}, after the ` +
    `6 months${details(readOff(data.read), optionalText('remarks', data.remarks, show))}`,
  sample: {
    patient: 'REI-001',
    container: 'CRY-001-A',
    read: { patient: 'REI-001', label: 'CRY-001-A' },
    usedAt: '2026-10-05T11:00:00+02:00',
  },
});
