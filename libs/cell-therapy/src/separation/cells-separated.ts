import { CONCENTRATE_VOLUME_ML } from '@bali/protocol';
import { details, instant, moment, oneOf, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';
import { latestOfKind, moved } from '../containers/containers.js';
import { HarvestReceived } from '../reception/harvest-received.js';
import { label, measuredDecimal } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { range } from '../unit/ranges.js';
import { sampledAsPrescribed, volumesAsPrescribed } from './rules.js';

const SEPARATION_METHODS = ['density-gradient', 'automated-density-gradient', 'cell-separator'] as const;

const first = {
  patient: patientCode,
  separatedAt: instant('end of the concentration'),
  method: oneOf('how they were separated', SEPARATION_METHODS),
  concentrate: label('of the concentrate'),
  concentrateMl: measuredDecimal('volumeMl', 'volume of the concentrate'),
};

export const CellsSeparated = defineCellEvent('CellsSeparated', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the mononuclear cells were separated and concentrated',
  data: {
    ...first,
    samplesMl: Type.Optional(
      measuredDecimal('volumeMl', 'all samples, for controls and studies, taken before the concentrate has its volume'),
    ),
  },
  happened: 'separatedAt',
  mayGiveAwayArm: true,
  needs: [HarvestReceived],
  whenMissing: 'The cells have to be separated first.',
  once: true,
  onTheDayOfTheHarvest: true,
  ranges: [range('/concentrateMl', 'volumeMl'), range('/samplesMl', 'volumeMl')],
  labelRead: undefined,
  labelsGiven: ({ concentrate }) => [{ label: concentrate, field: '/concentrate' }],
  happensTo: undefined,
  containersAfter: (containers, { concentrate, concentrateMl: cellsMl }) => {
    const harvest = latestOfKind(containers, 'harvest')?.label ?? '';
    return [
      ...moved(containers, harvest, 'used-up'),
      { label: concentrate, kind: 'concentrate', madeFrom: harvest, cellsMl, whereabouts: 'in-hand' },
    ];
  },
  rules: [
    volumesAsPrescribed(({ concentrateMl }: { readonly concentrateMl: string }) => [
      { field: '/concentrateMl', measured: concentrateMl, prescribed: String(CONCENTRATE_VOLUME_ML) },
    ]),
    sampledAsPrescribed,
  ],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'SeparateCells', action: 'record-cells' },
  sentence: (data) =>
    `the mononuclear cells of patient ${data.patient} were separated by ${words(data.method)} and concentrated to ` +
    `${data.concentrateMl} mL (${data.concentrate}) by ${moment(data.separatedAt)}` +
    details(data.samplesMl && `samples: ${data.samplesMl} mL`),
  sample: {
    patient: 'REI-001',
    separatedAt: '2026-03-10T11:20:00+01:00',
    method: 'density-gradient',
    concentrate: 'REI-001-CN7KQ2M9',
    concentrateMl: '30',
    samplesMl: '2',
  },
});
