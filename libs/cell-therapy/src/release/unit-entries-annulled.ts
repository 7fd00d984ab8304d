import { details, instant, listed, moment, patientCode, uuid } from '@bali/schema';
import { givenUp, MAX_ANNULLED, pendingRequest } from '@bali/trial';
import { Type } from 'typebox';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { BY_THE_SOFTWARE, GIVEN_UP } from './given-up.js';

/**
 * What the unit had recorded in both ledgers is annulled in both: here first, with the reason, which stays here. What it had recorded
 * here by the same commands counts no more; what does not agree with that is for the unit to see, and refuses nothing.
 */
export const UnitEntriesAnnulled = defineCellEvent('UnitEntriesAnnulled', {
  ...BY_THE_SOFTWARE,
  containersAfter: undefined,
  schemaVersion: 1,
  about: 'what the unit had recorded in both ledgers was annulled in both',
  data: {
    patient: patientCode,
    annulledAt: instant('when it was annulled'),
    entries: Type.Array(uuid('id of an entry of the trial ledger'), {
      description: 'the entries of the trial ledger that are annulled',
      minItems: 1,
      maxItems: MAX_ANNULLED,
      uniqueItems: true,
    }),
    request: pendingRequest,
  },
  happened: 'annulledAt',
  notCorrectable: ['/patient', '/annulledAt', '/entries', '/request'],
  sentence: ({ patient, entries, annulledAt }) =>
    `what the unit had recorded of patient ${patient} in both ledgers was annulled on ${moment(annulledAt)}` +
    details(listed(entries)),
  sample: {
    patient: 'REI-001',
    annulledAt: '2026-03-10T13:00:00.000Z',
    entries: ['5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10'],
    request: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' },
  },
});

/** What the software records where the trial ledger does not take the annulment: what was recorded stands. */
export const UnitAnnulmentGivenUp = defineCellEvent('UnitAnnulmentGivenUp', {
  ...GIVEN_UP,
  containersAfter: undefined,
  schemaVersion: 1,
  about: 'the trial ledger refused the annulment of what the unit had recorded: it stands',
  data: { patient: patientCode, givenUpAt: instant('when it was refused'), givenUp },
  notCorrectable: ['/patient', '/givenUpAt', '/givenUp'],
  sentence: ({ patient, givenUpAt, givenUp: { because } }) =>
    `the trial ledger refused on ${moment(givenUpAt)} that an entry of the unit about patient ${patient} is annulled ` +
    `(${because.replaceAll('-', ' ')}): it stands`,
  sample: {
    patient: 'REI-001',
    givenUpAt: '2026-03-10T13:00:01.000Z',
    givenUp: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', because: 'needed-by-others' },
  },
});
