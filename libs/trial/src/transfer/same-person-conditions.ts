import { compareInstants } from '@bali/protocol';
import { all, has, last, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';

interface Same {
  readonly sameAs: string;
}

/** The code that counts for a person who was enrolled under two. */
export function samePersonAs(state: PatientState): string | undefined {
  return last(state, 'SamePerson')?.data.sameAs;
}

export const otherPatientThere: PatientCondition = {
  says: 'there is another patient of the code that it names',
  refuses: (state, { other }, { sameAs }: Same) => {
    if (last(state, 'ConsentGiven')?.data.patient === sameAs) {
      return refusal('same-code', `${sameAs} is this very patient: name the other code.`, '/sameAs');
    }
    if (other !== undefined && has(other, 'ConsentGiven')) return undefined;
    return refusal('same-code', `There is no patient ${sameAs}: name the other code of this person.`, '/sameAs');
  },
};

export const personsAgree: PatientCondition = {
  says: 'sex and year of birth are the same in both records',
  refuses: (state, { other = NOBODY }, { sameAs }: Same) => {
    const [one, two] = [last(state, 'ConsentGiven')?.data, last(other, 'ConsentGiven')?.data];
    if (one?.sex === two?.sex && one?.yearOfBirth === two?.yearOfBirth) return undefined;
    const sentence = `Sex or year of birth differ between this patient and ${sameAs}: if it is one person, one of them is wrong, and is corrected first.`;
    return refusal('persons-differ', sentence, '/sameAs');
  },
};

export const notRecordedOfTheOther: PatientCondition = {
  says: 'the other code is not recorded as one that does not count',
  refuses: (_, { other = NOBODY }, { sameAs }: Same) => {
    const counts = samePersonAs(other);
    if (counts === undefined) return undefined;
    const sentence = `It is recorded of ${sameAs} that it is the same person as ${counts}: name the code that counts.`;
    return refusal('same-person', sentence, '/sameAs');
  },
};

/** The first randomization counts: what is recorded under the other code stays a record of what happened. */
export const countsUnderTheOtherCode: PatientCondition = {
  says: 'this code was not randomized before the other one',
  refuses: (state, { other = NOBODY }, { sameAs }: Same) => {
    const [mine, theirs] = [randomizedAt(state), randomizedAt(other)];
    if (mine === undefined) return undefined;
    if (theirs !== undefined && compareInstants(theirs, mine) <= 0) return undefined;
    const sentence = `This code was randomized first, and counts: it is recorded of ${sameAs} that it is the same person as this patient.`;
    return refusal('other-code-counts', sentence, '/sameAs');
  },
};

/** Whoever takes part under another code is not randomized once more. */
export const notUnderAnotherCode: PatientCondition = {
  says: 'it is not recorded that the patient takes part under another code',
  refuses: (state) => {
    const counts = samePersonAs(state);
    if (counts === undefined) return undefined;
    const sentence = `This person takes part as ${counts}: what is to be randomized is randomized there.`;
    return refusal('same-person', sentence);
  },
};

const NOBODY: PatientState = { entries: [] };

function randomizedAt(state: PatientState): string | undefined {
  return all(state, 'Randomized')[0]?.recordedAt;
}
