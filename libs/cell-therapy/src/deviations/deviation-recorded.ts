import { freeText, instant, moment, oneOf, patientCode, SAMPLE_TEXT_HASH, words } from '@bali/schema';
import { defineCellEvent } from '../unit/define-cell-event.js';

export const DEVIATION_KINDS = ['identification', 'transport', 'processing', 'equipment', 'storage', 'other'] as const;

export const DeviationRecorded = defineCellEvent('DeviationRecorded', {
  schemaVersion: 1,
  about: 'a deviation was recorded',
  data: {
    patient: patientCode,
    foundAt: instant('when it was found'),
    kind: oneOf('of which kind', DEVIATION_KINDS),
    description: freeText('what deviated, and what was done'),
  },
  happened: 'foundAt',
  mayGiveAwayArm: true,
  needs: [],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RecordDeviation', action: 'record-cells' },
  sentence: (data, { show }) =>
    `a deviation of the kind “${words(data.kind)}” was found for patient ${data.patient} on ${moment(data.foundAt)}: ` +
    show(data.description),
  sample: {
    patient: 'REI-001',
    foundAt: '2026-03-10T09:50:00+01:00',
    kind: 'identification',
    description: SAMPLE_TEXT_HASH,
  },
});
