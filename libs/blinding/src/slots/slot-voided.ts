import { defineEvent, formerStratumCode, patientCode, slotNumber, stratumCode, words } from '@bali/schema';
import { givenUp } from '@bali/trial';

export const SlotVoided = defineEvent('SlotVoided', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { patient: patientCode, stratum: formerStratumCode, slot: slotNumber, givenUp },
      upcast: (data: object) => data,
    },
  ],
  about: 'a slot was taken for a patient who then could not be randomized; nobody else gets it',
  data: { patient: patientCode, stratum: stratumCode, slot: slotNumber, givenUp },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/stratum', '/slot', '/givenUp'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ patient, stratum, slot, givenUp: { because } }) =>
    `patient ${patient} could not be randomized (${words(because)}): slot ${slot} of stratum ${stratum} in the randomization list, ` +
    'counted from 0, was taken in vain, and nobody else gets it',
  sample: {
    patient: 'REI-001',
    stratum: 'ALL',
    slot: 0,
    givenUp: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', because: 'consent-withdrawn' },
  },
});
