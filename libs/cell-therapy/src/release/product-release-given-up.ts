import { instant, moment, patientCode, words } from '@bali/schema';
import { givenUp } from '@bali/trial';
import { moved } from '../containers/containers.js';
import { label } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { GIVEN_UP } from './given-up.js';

/** What the software records where the trial ledger refuses what the unit had begun. */
export const ProductReleaseGivenUp = defineCellEvent('ProductReleaseGivenUp', {
  schemaVersion: 1,
  about: 'the trial ledger refused the release of the product: it is not released',
  data: {
    patient: patientCode,
    givenUpAt: instant('when it was refused'),
    syringe: label('of the syringe'),
    givenUp,
  },
  ...GIVEN_UP,
  containersAfter: (containers, { syringe }) => moved(containers, syringe, 'in-hand', 'released'),
  notCorrectable: ['/patient', '/givenUpAt', '/syringe', '/givenUp'],
  sentence: (data) =>
    `the trial ledger refused on ${moment(data.givenUpAt)} the release of the product for patient ${data.patient} ` +
    `(${words(data.givenUp.because)}): the syringe ${data.syringe} is not released`,
  sample: {
    patient: 'REI-001',
    givenUpAt: '2026-03-10T11:31:00.000Z',
    syringe: 'SYR-001',
    givenUp: { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', because: 'consent-withdrawn' },
  },
});
