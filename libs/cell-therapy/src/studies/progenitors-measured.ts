import { calendarDate, listed, patientCode } from '@bali/schema';
import { Type } from 'typebox';
import { measuredDecimal } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { studiedOnceSeparated } from './rules.js';

const part = (marker: string) => Type.Optional(measuredDecimal('progenitorPercent', `${marker}, of the cells`));

export const ProgenitorsMeasured = defineCellEvent('ProgenitorsMeasured', {
  schemaVersion: 1,
  about: 'the progenitor cells were measured by flow cytometry',
  data: {
    patient: patientCode,
    measuredOn: calendarDate('when they were measured'),
    cd34Percent: measuredDecimal('progenitorPercent', 'CD34+, of the cells'),
    cd133Percent: part('CD133+'),
    cd34KdrPercent: part('CD34+ KDR+'),
    cd14Percent: part('CD14+'),
  },
  happened: 'measuredOn',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [
    range('/cd34Percent', 'progenitorPercent'),
    range('/cd133Percent', 'progenitorPercent'),
    range('/cd34KdrPercent', 'progenitorPercent'),
    range('/cd14Percent', 'progenitorPercent'),
  ],
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
  command: { name: 'MeasureProgenitors', action: 'record-cells' },
  sentence: (data) =>
    `the progenitors among the cells of patient ${data.patient} were measured by flow cytometry on ${data.measuredOn}: ` +
    listed(
      [
        ['CD34+', data.cd34Percent],
        ['CD133+', data.cd133Percent],
        ['CD34+ KDR+', data.cd34KdrPercent],
        ['CD14+', data.cd14Percent],
      ].flatMap(([marker, percent]) => (percent === undefined ? [] : [`${marker ?? ''} ${percent} %`])),
    ),
  sample: { patient: 'REI-001', measuredOn: '2026-03-11', cd34Percent: '1.85', cd133Percent: '0.92' },
});
