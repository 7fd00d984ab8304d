import { details, formerStratumCode, instant, moment, slotNumber, stratumCode } from '@bali/schema';
import { Type } from 'typebox';
import { baselineComplete } from '../baseline/conditions.js';
import { notUnderAnotherCode } from '../transfer/same-person-conditions.js';
import { cardDocumented, momentOfACard } from './card-rules.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  alive,
  confirmedEligible,
  confirmedOnTheDay,
  consenting,
  eligible,
  eligibleOnTheDay,
  listCommitted,
  siteInList,
} from './conditions.js';
import { toldNoArmAsPlanned } from '../unblinding/planned.js';

/** It says which slot of the list was taken, and never what stands in it: that is sealed. */
export const Randomized = definePatientEvent('Randomized', {
  schemaVersion: 2,
  earlier: [
    { schemaVersion: 1, data: { stratum: formerStratumCode, slot: slotNumber }, upcast: (data: object) => data },
  ],
  about: 'the patient was randomized',
  data: {
    stratum: stratumCode,
    slot: slotNumber,
    randomizedAt: Type.Optional(
      instant('of a sealed card: when the patient was randomized with it, while the system was down'),
    ),
  },
  // What the software randomizes happens when it is recorded.
  happened: 'randomizedAt',
  mayGiveAwayArm: false,
  needs: [listCommitted],
  whenMissing: { code: 'not-randomized', sentence: 'The patient has to be randomized first.' },
  once: { code: 'already-randomized', sentence: () => 'The patient is randomized already: go on from there.' },
  conditions: [
    alive,
    notUnderAnotherCode,
    consenting,
    eligible,
    eligibleOnTheDay,
    confirmedEligible,
    baselineComplete,
    siteInList,
    cardDocumented,
    confirmedOnTheDay,
    toldNoArmAsPlanned,
  ],
  rules: [momentOfACard],
  computed: undefined,
  // A patient may have been randomized before the site heard of the death: what is then recorded is true.
  afterDeath: 'allowed',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/stratum', '/slot'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'randomization' }],
  command: { name: 'RandomizePatient', action: 'randomize' },
  sentence: ({ stratum, slot, randomizedAt }, { patient }) =>
    `patient ${patient} was randomized (stratum ${stratum}, slot ${slot})` +
    details(
      randomizedAt === undefined
        ? undefined
        : `by a sealed card, on ${moment(randomizedAt)}, while the system was down`,
    ),
  sample: { stratum: 'ALL', slot: 0 },
});
