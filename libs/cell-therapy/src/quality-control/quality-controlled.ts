import { details, instant, moment, oneOf, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';
import { ProductPrepared } from '../preparation/product-prepared.js';
import { yesOrNo } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { labelAndTimeSaid } from './rules.js';
import { QUALITY_VERDICTS, secondPersonForAVerdict, verdictOf } from './verdict.js';

const first = {
  patient: patientCode,
  controlledAt: instant('when it was controlled'),
  gramStain: oneOf('stain of a sample for bacteria', ['negative', 'positive']),
  sterilityCultureBegun: yesOrNo('whether a culture for sterility was begun'),
  containerIntact: yesOrNo('whether the syringe is intact'),
  contentsMasked: yesOrNo('whether nobody can see what is in the syringe'),
  verdict: oneOf('computed: conform only with every answer as it has to be', QUALITY_VERDICTS),
};

/** The control of the syringe asks what does not depend on its contents. It may be repeated; one that failed is not undone. */
export const QualityControlled = defineCellEvent('QualityControlled', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the prepared product was controlled',
  data: {
    ...first,
    labelled: Type.Optional(yesOrNo('whether the label is there, and says what it has to say')),
    inTime: Type.Optional(yesOrNo('whether it is within its shelf life, which is the same for every product')),
  },
  happened: 'controlledAt',
  mayGiveAwayArm: true,
  needs: [...ProductPrepared.needs, ProductPrepared],
  whenMissing: 'The product has to be controlled first.',
  once: false,
  onTheDayOfTheHarvest: true,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [labelAndTimeSaid],
  computed: { fields: ['verdict'], from: verdictOf },
  secondPerson: secondPersonForAVerdict,
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
      data.labelled && `labelled: ${data.labelled}`,
      data.inTime && `in time: ${data.inTime}`,
    ),
  sample: {
    patient: 'REI-001',
    controlledAt: '2026-03-10T12:15:00+01:00',
    gramStain: 'negative',
    sterilityCultureBegun: 'yes',
    containerIntact: 'yes',
    contentsMasked: 'yes',
    labelled: 'yes',
    inTime: 'yes',
    verdict: 'conform',
  },
});
