import { instant, moment, patientCode, whole } from '@bali/schema';
import { pendingRequest } from '@bali/trial';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { QualityControlled } from '../quality-control/quality-controlled.js';

/** The moment of a release stands in two ledgers, and is put right in both: here first, with the reason, which stays here. */
export const ReleaseMomentCorrected = defineCellEvent('ReleaseMomentCorrected', {
  schemaVersion: 1,
  about: 'the moment of the release was corrected in both ledgers',
  data: {
    patient: patientCode,
    harvest: whole('the harvest that the product was made of', 1, 100),
    oldReleasedAt: instant('what stood there until now'),
    releasedAt: instant('when it was released'),
    request: pendingRequest,
  },
  happened: 'releasedAt',
  mayGiveAwayArm: true,
  needs: QualityControlled.needs,
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
  notCorrectable: ['/patient', '/harvest', '/oldReleasedAt', '/releasedAt', '/request'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: (data) =>
    `the moment of the release of the product for patient ${data.patient} was corrected from ${moment(data.oldReleasedAt)} ` +
    `to ${moment(data.releasedAt)}, in both ledgers`,
  sample: {
    patient: 'REI-001',
    harvest: 1,
    oldReleasedAt: '2026-03-10T12:30:00+01:00',
    releasedAt: '2026-03-10T12:35:00+01:00',
    request: { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
  },
});
