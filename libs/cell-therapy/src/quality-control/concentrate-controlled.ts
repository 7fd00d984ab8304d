import { details, instant, moment, oneOf, patientCode, words } from '@bali/schema';
import { latestOfKind } from '../containers/containers.js';
import { CellsCounted } from '../separation/cells-counted.js';
import { identifiersRead, measuredDecimal, measuredWhole, readOff, yesOrNo } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { concentrateVerdictOf, QUALITY_VERDICTS, secondPersonForAVerdict } from './verdict.js';

/**
 * The control of every patient's cells, before anybody looks up what is to be prepared: cells that fail stop both arms alike. It may be
 * repeated; what was found once is not undone by another control.
 */
export const ConcentrateControlled = defineCellEvent('ConcentrateControlled', {
  schemaVersion: 1,
  about: 'the cells in the concentrate were controlled',
  data: {
    patient: patientCode,
    controlledAt: instant('when they were controlled'),
    read: identifiersRead,
    gramStain: oneOf('stain of a sample for bacteria', ['negative', 'positive']),
    viabilityPercent: measuredDecimal('viabilityPercent'),
    mononuclearCells: measuredWhole('mononuclearCells'),
    culturesBegun: yesOrNo('whether the cultures of marrow, blood and concentrate were begun'),
    verdict: oneOf('computed: conform only with every answer as it has to be', QUALITY_VERDICTS),
  },
  happened: 'controlledAt',
  mayGiveAwayArm: true,
  needs: [...CellsCounted.needs, CellsCounted],
  whenMissing: 'The cells in the concentrate have to be controlled first.',
  once: false,
  onTheDayOfTheHarvest: true,
  ranges: [range('/viabilityPercent', 'viabilityPercent')],
  labelRead: (_, containers) => latestOfKind(containers, 'concentrate')?.label,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [],
  computed: { fields: ['verdict'], from: concentrateVerdictOf },
  secondPerson: secondPersonForAVerdict,
  notCorrectable: ['/patient', '/read', '/verdict'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ControlConcentrate', action: 'record-cells' },
  sentence: (data) =>
    `the cells in the concentrate of patient ${data.patient} were controlled on ${moment(data.controlledAt)} and found ` +
    words(data.verdict) +
    details(
      readOff(data.read),
      `Gram stain: ${data.gramStain}`,
      `${data.mononuclearCells} × 10⁶ mononuclear cells, ${data.viabilityPercent} % of them viable`,
      `cultures begun: ${data.culturesBegun}`,
    ),
  sample: {
    patient: 'REI-001',
    controlledAt: '2026-03-10T11:50:00+01:00',
    read: { patient: 'REI-001', label: 'REI-001-CN7KQ2M9' },
    gramStain: 'negative',
    viabilityPercent: '96.5',
    mononuclearCells: 1600,
    culturesBegun: 'yes',
    verdict: 'conform',
  },
});
