import { calendarDate, oneOf, patientCode } from '@bali/schema';
import { measuredDecimal } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { studiedOnceSeparated } from './rules.js';

const MESSENGER_RNAS = ['VEGFA', 'FGF2', 'HGF', 'ANGPT1', 'CXCL12', 'CXCR4', 'KDR', 'NOS3'] as const;

export const MessengerRnaMeasured = defineCellEvent('MessengerRnaMeasured', {
  schemaVersion: 1,
  about: 'an mRNA that the cells express was measured',
  data: {
    patient: patientCode,
    measuredOn: calendarDate('when it was measured'),
    gene: oneOf('of which gene', MESSENGER_RNAS),
    foldChange: measuredDecimal('foldChange'),
  },
  happened: 'measuredOn',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [range('/foldChange', 'foldChange')],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [studiedOnceSeparated],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'MeasureMessengerRna', action: 'record-cells' },
  sentence: (data) =>
    `the mRNA of ${data.gene} in the cells of patient ${data.patient} was measured on ${data.measuredOn}: ${data.foldChange} times ` +
    'that of the reference gene',
  sample: { patient: 'REI-001', measuredOn: '2026-03-24', gene: 'VEGFA', foldChange: '2.41' },
});
