import { instant, moment, patientCode, whole, words } from '@bali/schema';
import { givenUp } from '@bali/trial';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { GIVEN_UP } from './given-up.js';

/** What the software records where the trial ledger does not take the correction of a release: the moment is what it was. */
export const ReleaseCorrectionGivenUp = defineCellEvent('ReleaseCorrectionGivenUp', {
  schemaVersion: 1,
  about: 'the trial ledger refused the correction of the release',
  data: {
    patient: patientCode,
    givenUpAt: instant('when it was refused'),
    harvest: whole('the harvest that the product was made of', 1, 100),
    releasedAt: instant('when it was released, as it stood before'),
    givenUp,
  },
  ...GIVEN_UP,
  containersAfter: undefined,
  notCorrectable: ['/patient', '/givenUpAt', '/harvest', '/releasedAt', '/givenUp'],
  sentence: (data) =>
    `the trial ledger refused on ${moment(data.givenUpAt)} the correction of the release for patient ${data.patient} ` +
    `(${words(data.givenUp.because)}): it was on ${moment(data.releasedAt)}`,
  sample: {
    patient: 'REI-001',
    givenUpAt: '2026-03-11T09:01:00.000Z',
    harvest: 1,
    releasedAt: '2026-03-10T12:30:00+01:00',
    givenUp: { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', because: 'database-locked' },
  },
});
