import {
  baselineInForce,
  contactFor,
  contactsOf,
  type PatientData,
  type PatientState,
  type VisitWindow,
} from '@bali/trial';

/** A secondary measure: what is read at the baseline and at the 6-month visit, as a number. */
export interface Measure {
  readonly name: string;
  readonly unit?: string;
  /** Whether a greater value is better for the patient. */
  readonly greaterIsBetter: boolean;
  /** Whether it is a yes, read as 1, or a no, read as 0. */
  readonly isYesOrNo: boolean;
  readonly field: MeasuredField;
}

type MeasuredField =
  | 'restPain'
  | 'restPainScore'
  | 'ulcers'
  | 'largestUlcerMm'
  | 'rutherfordClass'
  | 'ankleBrachialIndex'
  | 'tcPO2'
  | 'toePressure';

/** The registry's secondary outcomes: clinical symptoms and haemodynamic parameters. "Yes" is read as 1, "no" as 0. */
export const MEASURES: readonly Measure[] = [
  { name: 'rest pain (1: yes)', greaterIsBetter: false, isYesOrNo: true, field: 'restPain' },
  { name: 'score of rest pain, 0 to 10', greaterIsBetter: false, isYesOrNo: false, field: 'restPainScore' },
  { name: 'ulcers (1: yes)', greaterIsBetter: false, isYesOrNo: true, field: 'ulcers' },
  { name: 'largest ulcer', unit: 'mm', greaterIsBetter: false, isYesOrNo: false, field: 'largestUlcerMm' },
  { name: 'Rutherford class', greaterIsBetter: false, isYesOrNo: false, field: 'rutherfordClass' },
  { name: 'ankle-brachial index', greaterIsBetter: true, isYesOrNo: false, field: 'ankleBrachialIndex' },
  { name: 'TcPO2', unit: 'mmHg', greaterIsBetter: true, isYesOrNo: false, field: 'tcPO2' },
  { name: 'toe pressure', unit: 'mmHg', greaterIsBetter: true, isYesOrNo: false, field: 'toePressure' },
];

/** A value, or why there is none. */
export type Reading = number | { readonly missing: string };

type Measured = { readonly value: string | number } | { readonly notDone: string } | undefined;

function readingOf(measured: Measured): Reading {
  if (measured === undefined) return { missing: 'not-entered' };
  if ('notDone' in measured) return { missing: measured.notDone };
  if (measured.value === 'yes') return 1;
  return measured.value === 'no' ? 0 : Number(measured.value);
}

export function atBaseline(state: PatientState, { field }: Measure): Reading {
  const baseline = baselineInForce(state);
  return baseline === undefined ? { missing: 'no-baseline' } : readingOf(baseline.data[field]);
}

/** At the contact that counts as the 6-month visit. */
export function atSixMonths(state: PatientState, window: VisitWindow | undefined, { field }: Measure): Reading {
  const contact = window && contactFor(window, contactsOf(state));
  const entry = state.entries.find(({ id }) => id === contact?.id);
  if (entry?.type !== 'FollowUpAssessed') return { missing: 'no-visit' };
  const data: PatientData<'FollowUpAssessed'> = entry.data;
  return readingOf(data[field]);
}
