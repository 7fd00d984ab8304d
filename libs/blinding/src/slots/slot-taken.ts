import {
  defineEvent,
  details,
  formerStratumCode,
  instant,
  moment,
  patientCode,
  slotNumber,
  stratumCode,
} from '@bali/schema';
import { Type } from 'typebox';
import { pendingRequest as request } from '@bali/trial';

export const SlotTaken = defineEvent('SlotTaken', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { patient: patientCode, stratum: formerStratumCode, slot: slotNumber, request },
      upcast: (data: object) => data,
    },
  ],
  about: 'the next slot of the randomization list was taken for a patient',
  data: {
    patient: patientCode,
    stratum: stratumCode,
    slot: slotNumber,
    randomizedAt: Type.Optional(instant('of a sealed card: when the patient was randomized with it')),
    request,
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/stratum', '/slot', '/randomizedAt', '/request'],
  mayBeAnnulled: false,
  // The signature is of the randomization in the trial ledger; here it is kept in the request until that is recorded.
  signedUnder: [],
  command: { name: 'TakeSlot', action: 'randomize' },
  sentence: ({ patient, stratum, slot, randomizedAt }) =>
    `slot ${slot} of stratum ${stratum} in the randomization list, counted from 0, was taken for patient ${patient}` +
    details(randomizedAt === undefined ? undefined : `by a sealed card, on ${moment(randomizedAt)}`),
  sample: {
    patient: 'REI-001',
    stratum: 'ALL',
    slot: 0,
    request: {
      commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
      signature: { meaning: 'randomization', method: 'password' },
      reason: { hash: 'ab'.repeat(32), kept: 'cd'.repeat(32) },
    },
  },
});
