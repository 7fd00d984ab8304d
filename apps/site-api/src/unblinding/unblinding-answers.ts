import { ARM_IN_FRENCH, ARM_IN_WORDS, type DocumentedAnswer, text } from '@bali/shared-routes';
import { instant, oneOf, patientCode, record, siteCode, slotNumber, stratumCode, whole } from '@bali/schema';
import { armInFrench, armInWords, nextSteps } from '@bali/blinding';
import { Type } from 'typebox';
import type { PatientAllocation } from '@bali/commands';
import type { IdentifiedPatient } from '@bali/queries';

const allocation = record({
  patient: patientCode,
  arm: oneOf('the arm', ['A', 'B']),
  inWords: ARM_IN_WORDS,
  next: Type.Array(text('a step'), {
    description: 'what the person does now who was told it, the same steps in either arm',
  }),
  inFrench: ARM_IN_FRENCH,
  stratum: stratumCode,
  slot: slotNumber,
  nonce: text('the nonce of the slot, lower-case hex'),
  listCommitment: text('what the trial ledger holds since before the first patient, lower-case hex'),
  index: whole('the place of the slot in the whole list, from 0', 0, 1_000_000),
  listSize: whole('slots of the whole list', 1, 1_000_000),
  inclusionProof: Type.Array(text('a hash, lower-case hex'), {
    description: "the audit path (RFC 6962, 2.1.1) from the slot's commitment to the list's",
  }),
});

const EXAMPLE_ARM = { arm: 'B', patient: 'REI-001', implantedAt: '2011-03-02T15:10:00+01:00' } as const;

const EXAMPLE: PatientAllocation = {
  patient: 'REI-001',
  arm: 'B',
  inWords: armInWords(EXAMPLE_ARM),
  next: nextSteps(EXAMPLE_ARM),
  inFrench: armInFrench(EXAMPLE_ARM),
  stratum: 'ALL',
  slot: 17,
  nonce: '7d1a5c0e'.repeat(8),
  listCommitment: 'c0117d1a'.repeat(8),
  index: 17,
  listSize: 160,
  inclusionProof: ['5e7f1f56'.repeat(8)],
};

export const IDENTIFICATION_ANSWER: DocumentedAnswer<IdentifiedPatient> = {
  description: 'Who the patient is, to be compared with the patient’s card and file',
  schema: record({
    patient: patientCode,
    site: siteCode,
    siteName: text('the hospital'),
    city: text('where it is'),
    yearOfBirth: whole('year of birth', 1900, 2100),
    sex: oneOf('sex', ['female', 'male']),
    randomizedAt: Type.Optional(instant('when the patient was randomized; absent: there is nothing to open yet')),
    implantedAt: Type.Optional(instant('end of the implantation; absent: the site has recorded none')),
  }),
  example: {
    patient: 'REI-001',
    site: 'REI',
    siteName: 'CHU de Reims',
    city: 'Reims',
    yearOfBirth: 1944,
    sex: 'male',
    randomizedAt: '2011-02-21T09:00:00.000Z',
    implantedAt: EXAMPLE_ARM.implantedAt,
  },
};

export const ALLOCATION_ANSWER: DocumentedAnswer<PatientAllocation> = {
  description: 'What was disclosed to the reader, and its proof',
  schema: allocation,
  example: EXAMPLE,
};

export const ALLOCATIONS_ANSWER: DocumentedAnswer<readonly PatientAllocation[]> = {
  description: 'The arm of every randomized patient, each with its proof',
  schema: Type.Array(allocation),
  example: [EXAMPLE],
};
