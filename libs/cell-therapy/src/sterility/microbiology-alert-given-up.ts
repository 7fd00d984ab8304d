import { instant, moment, patientCode, words } from '@bali/schema';
import { givenUp } from '@bali/trial';
import { GIVEN_UP } from '../release/given-up.js';
import { defineCellEvent } from '../unit/define-cell-event.js';

/** What the software records where the trial ledger does not take an alert: the reading stands here, and the site was not told of it. */
export const MicrobiologyAlertGivenUp = defineCellEvent('MicrobiologyAlertGivenUp', {
  ...GIVEN_UP,
  containersAfter: undefined,
  schemaVersion: 1,
  about: 'the trial ledger refused the alert of growth in a culture: the site is not told of it',
  data: { patient: patientCode, givenUpAt: instant('when it was refused'), givenUp },
  notCorrectable: ['/patient', '/givenUpAt', '/givenUp'],
  sentence: ({ patient, givenUpAt, givenUp: { because } }) =>
    `the trial ledger refused on ${moment(givenUpAt)} the alert of growth in a culture of patient ${patient} ` +
    `(${words(because)}): the site is not told of it, and the reading stands`,
  sample: {
    patient: 'REI-001',
    givenUpAt: '2026-03-17T13:00:01.000Z',
    givenUp: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', because: 'not-harvested' },
  },
});
