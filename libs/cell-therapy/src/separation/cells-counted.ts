import { instant, moment, patientCode } from '@bali/schema';
import { measuredDecimal, measuredWhole } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { CellsSeparated } from './cells-separated.js';
import { fewerThanAllCells } from './rules.js';

export const CellsCounted = defineCellEvent('CellsCounted', {
  schemaVersion: 1,
  about: 'the separated cells were counted',
  data: {
    patient: patientCode,
    countedAt: instant('when they were counted'),
    nucleatedCells: measuredWhole('nucleatedCells'),
    mononuclearCells: measuredWhole('mononuclearCells'),
    viabilityPercent: measuredDecimal('viabilityPercent'),
  },
  happened: 'countedAt',
  mayGiveAwayArm: true,
  needs: [...CellsSeparated.needs, CellsSeparated],
  whenMissing: 'The cells have to be counted first.',
  once: true,
  onTheDayOfTheHarvest: true,
  ranges: [range('/viabilityPercent', 'viabilityPercent')],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [fewerThanAllCells],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CountCells', action: 'record-cells' },
  sentence: (data) =>
    `the separated cells of patient ${data.patient} were counted on ${moment(data.countedAt)}: ${data.nucleatedCells} × 10⁶ ` +
    `nucleated cells, ${data.mononuclearCells} × 10⁶ mononuclear cells, ${data.viabilityPercent} % of them viable`,
  sample: {
    patient: 'REI-001',
    countedAt: '2026-03-10T11:40:00+01:00',
    nucleatedCells: 4200,
    mononuclearCells: 1600,
    viabilityPercent: '96.5',
  },
});
