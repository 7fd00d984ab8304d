import { isCertainlyBefore, type PartialDate } from '@bali/protocol';
import { type Refusal, refusal } from '../refusal.js';
import { last, type PatientState } from './chart.js';

/** Nothing happened to somebody before the year of birth: one of the two years is wrong. */
export function refusedBeforeBirth(state: PatientState, date: PartialDate, field?: string): Refusal | undefined {
  const born = last(state, 'ConsentGiven')?.data.yearOfBirth;
  if (born === undefined || !isCertainlyBefore(date, String(born))) return undefined;
  const sentence = `${date} is before ${born}, the year in which the patient was born: correct the one that is wrong.`;
  return refusal('out-of-order', sentence, field);
}
