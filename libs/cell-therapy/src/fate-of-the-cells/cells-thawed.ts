import { instant, moment, patientCode } from '@bali/schema';
import { moved } from '../containers/containers.js';
import { HarvestReceived } from '../reception/harvest-received.js';
import { label, measuredDecimal } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { afterThePlannedUnblinding, afterTheSixMonths } from './rules.js';

/** Thawing is the beginning of the use: thawed cells cannot be kept. */
export const CellsThawed = defineCellEvent('CellsThawed', {
  schemaVersion: 1,
  about: 'cryo-conserved cells were thawed',
  data: {
    patient: patientCode,
    container: label('of the container'),
    thawedAt: instant('when they were thawed'),
    viabilityPercent: measuredDecimal('viabilityPercent'),
  },
  happened: 'thawedAt',
  mayGiveAwayArm: true,
  needs: [HarvestReceived],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [range('/viabilityPercent', 'viabilityPercent')],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: { field: '/container', from: ['stored'] },
  containersAfter: (containers, { container }) => moved(containers, container, 'thawed'),
  rules: [afterTheSixMonths, afterThePlannedUnblinding],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/container'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ThawCells', action: 'record-cells' },
  sentence: (data) =>
    `the container ${data.container} of patient ${data.patient} was thawed on ${moment(data.thawedAt)}; ` +
    `${data.viabilityPercent} % of the cells were viable`,
  sample: {
    patient: 'REI-001',
    container: 'CRY-001-A',
    thawedAt: '2026-10-05T09:00:00+02:00',
    viabilityPercent: '81.5',
  },
});
