import { calendarDate, oneOf, patientCode } from '@bali/schema';
import { measuredDecimal } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { studiedOnceSeparated } from './rules.js';

const PROTEINS = ['VEGF-A', 'FGF-2', 'HGF', 'ANGPT-1', 'SDF-1', 'IL-8'] as const;

export const ProteinMeasured = defineCellEvent('ProteinMeasured', {
  schemaVersion: 1,
  about: 'a protein that the cells express was measured',
  data: {
    patient: patientCode,
    measuredOn: calendarDate('when it was measured'),
    protein: oneOf('which', PROTEINS),
    concentration: measuredDecimal('proteinPgPerMl', 'concentration in the supernatant'),
  },
  happened: 'measuredOn',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [range('/concentration', 'proteinPgPerMl')],
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
  command: { name: 'MeasureProtein', action: 'record-cells' },
  sentence: (data) =>
    `the protein ${data.protein} from the cells of patient ${data.patient} was measured on ${data.measuredOn}: ` +
    `${data.concentration} pg/mL in the supernatant`,
  sample: { patient: 'REI-001', measuredOn: '2026-03-24', protein: 'VEGF-A', concentration: '142.5' },
});
