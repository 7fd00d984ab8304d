import { calendarDate, oneOf, patientCode, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { measuredDecimal } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { studiedOnceSeparated } from './rules.js';

const ANIMAL_MODELS = ['hindlimb-ischemia-in-the-mouse', 'matrigel-plug-in-the-mouse'] as const;

export const AngiogenesisMeasured = defineCellEvent('AngiogenesisMeasured', {
  schemaVersion: 1,
  about: 'the angiogenesis that the cells induce in an animal model was measured',
  data: {
    patient: patientCode,
    measuredOn: calendarDate('when it was measured'),
    model: oneOf('the animal model', ANIMAL_MODELS),
    animals: whole('animals that got the cells', 1, 500),
    daysAfter: whole('days after the cells were given', 1, 365),
    capillariesPerMm2: measuredDecimal('capillariesPerMm2'),
    perfusionRatio: Type.Optional(measuredDecimal('perfusionRatio')),
  },
  happened: 'measuredOn',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [range('/capillariesPerMm2', 'capillariesPerMm2'), range('/perfusionRatio', 'perfusionRatio')],
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
  command: { name: 'MeasureAngiogenesis', action: 'record-cells' },
  sentence: (data) =>
    `the angiogenesis that the cells of patient ${data.patient} induce was measured on ${data.measuredOn} in ${data.animals} ` +
    `animals (${words(data.model)}), ${data.daysAfter} days after they got the cells: ${data.capillariesPerMm2} capillaries per mm²` +
    (data.perfusionRatio === undefined
      ? ''
      : `, perfusion of the ischaemic to the healthy limb ${data.perfusionRatio}`),
  sample: {
    patient: 'REI-001',
    measuredOn: '2026-04-14',
    model: 'hindlimb-ischemia-in-the-mouse',
    animals: 8,
    daysAfter: 28,
    capillariesPerMm2: '612.5',
    perfusionRatio: '0.74',
  },
});
