import { instant, moment, patientCode, words } from '@bali/schema';
import { givenUp } from '@bali/trial';
import { latestOfKind, moved } from '../containers/containers.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { GIVEN_UP } from './given-up.js';

/** What the software records where the site had recorded the implantation meanwhile. */
export const ReleaseWithdrawalGivenUp = defineCellEvent('ReleaseWithdrawalGivenUp', {
  schemaVersion: 1,
  about: 'the trial ledger refused that the release is withdrawn: it stands',
  data: { patient: patientCode, givenUpAt: instant('when it was refused'), givenUp },
  ...GIVEN_UP,
  containersAfter: (containers) =>
    moved(containers, latestOfKind(containers, 'syringe')?.label ?? '', 'released', 'in-hand'),
  notCorrectable: ['/patient', '/givenUpAt', '/givenUp'],
  sentence: (data) =>
    `the trial ledger refused on ${moment(data.givenUpAt)} that the release of the product for patient ${data.patient} is ` +
    `withdrawn (${words(data.givenUp.because)}): it stands`,
  sample: {
    patient: 'REI-001',
    givenUpAt: '2026-03-10T13:11:00.000Z',
    givenUp: { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', because: 'already-implanted' },
  },
});
