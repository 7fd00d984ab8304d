import { details, freeText, instant, moment, oneOf, optionalText, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';
import { moved } from '../containers/containers.js';
import { HarvestReceived } from '../reception/harvest-received.js';
import { label } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { notDiscardedInThePatient } from './rules.js';

const DISCARD_REASONS = [
  'not-implanted',
  'patient-died',
  'consent-withdrawn',
  'quality-not-conform',
  'container-damaged',
  'no-use-intended',
  'other',
] as const;

export const CellsDiscarded = defineCellEvent('CellsDiscarded', {
  schemaVersion: 1,
  about: 'a container was discarded',
  data: {
    patient: patientCode,
    container: label('of the bag, the concentrate, the syringe or the cryo-container'),
    discardedAt: instant('when it was discarded'),
    why: oneOf('why', DISCARD_REASONS),
    remarks: Type.Optional(freeText('remarks')),
  },
  happened: 'discardedAt',
  mayGiveAwayArm: true,
  needs: [HarvestReceived],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: { field: '/container', from: ['in-hand', 'released', 'stored', 'thawed'] },
  containersAfter: (containers, { container }) => moved(containers, container, 'discarded'),
  rules: [notDiscardedInThePatient],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/container'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'DiscardCells', action: 'record-cells' },
  sentence: (data, { show }) =>
    `the container ${data.container} of patient ${data.patient} was discarded on ${moment(data.discardedAt)}` +
    details(words(data.why), optionalText('remarks', data.remarks, show)),
  sample: {
    patient: 'REI-001',
    container: 'CRY-001-B',
    discardedAt: '2026-11-05T11:00:00+01:00',
    why: 'no-use-intended',
  },
});
