import { details, instant, moment, oneOf, patientCode, words } from '@bali/schema';
import { ProductPrepared } from '../preparation/product-prepared.js';
import { yesOrNo } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { QUALITY_VERDICTS, verdictOf } from './verdict.js';

export const QualityControlled = defineCellEvent('QualityControlled', {
  schemaVersion: 1,
  about: 'the prepared product was controlled',
  data: {
    patient: patientCode,
    controlledAt: instant('when it was controlled'),
    gramStain: oneOf('stain of a sample for bacteria', ['negative', 'positive']),
    sterilityCultureBegun: yesOrNo('whether a culture for sterility was begun'),
    containerIntact: yesOrNo('whether the syringe is intact'),
    contentsMasked: yesOrNo('whether nobody can see what is in the syringe'),
    verdict: oneOf('computed: conform only with every answer as it has to be', QUALITY_VERDICTS),
  },
  happened: 'controlledAt',
  mayGiveAwayArm: true,
  needs: [...ProductPrepared.needs, ProductPrepared],
  whenMissing: 'The product has to be controlled first.',
  once: true,
  onTheDayOfTheHarvest: true,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [],
  computed: { fields: ['verdict'], from: verdictOf },
  secondPerson: {
    sentence: 'Who controlled a product does not alone make it conform: somebody else of the unit corrects that.',
    isNeededFor: ({ field, newValue }) => field === '/verdict' && newValue === 'conform',
  },
  notCorrectable: ['/patient', '/verdict'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ControlQuality', action: 'record-cells' },
  sentence: (data) =>
    `the product for patient ${data.patient} was controlled on ${moment(data.controlledAt)} and found ${words(data.verdict)}` +
    details(
      `Gram stain: ${data.gramStain}`,
      `sterility culture begun: ${data.sterilityCultureBegun}`,
      `syringe intact: ${data.containerIntact}`,
      `contents masked: ${data.contentsMasked}`,
    ),
  sample: {
    patient: 'REI-001',
    controlledAt: '2026-03-10T12:15:00+01:00',
    gramStain: 'negative',
    sterilityCultureBegun: 'yes',
    containerIntact: 'yes',
    contentsMasked: 'yes',
    verdict: 'conform',
  },
});
