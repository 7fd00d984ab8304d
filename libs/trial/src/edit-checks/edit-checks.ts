import { valueAt } from '@bali/schema';
import Big from 'big.js';
import type { PatientEntry, PatientState } from '../patient/chart.js';

/** A value that is possible and so unusual that somebody looks again: it is recorded only if that is said, with a reason. */
export interface EditCheck {
  readonly types: readonly string[];
  /** JSON pointer to the value. */
  readonly field: string;
  /** What is usual, as it follows "outside of what is usual". */
  readonly usual: string;
  readonly isUnusual: (value: string | number, data: unknown) => boolean;
}

const FINDINGS = ['BaselineAssessed', 'FollowUpAssessed', 'ContactMade'];
const above = (most: number) => (value: string | number) => new Big(value).gt(most);

/** The checks by their names, which stand in queries for ever. */
export const EDIT_CHECKS: Readonly<Record<string, EditCheck>> = {
  'age-unusual': {
    types: ['ConsentGiven'],
    field: '/yearOfBirth',
    usual: 'at most 95 years at the consent',
    isUnusual: (year, data) => Number((data as { consentedOn: string }).consentedOn.slice(0, 4)) - Number(year) > 95,
  },
  'ankle-brachial-index-unusual': {
    types: FINDINGS,
    field: '/ankleBrachialIndex/value',
    usual: 'at most 1.4: above it, an artery is mostly not compressible, and nothing is measured',
    isUnusual: above(1.4),
  },
  'tcpo2-unusual': { types: FINDINGS, field: '/tcPO2/value', usual: 'at most 90 mmHg', isUnusual: above(90) },
  'toe-pressure-unusual': {
    types: FINDINGS,
    field: '/toePressure/value',
    usual: 'at most 150 mmHg',
    isUnusual: above(150),
  },
  'ulcer-size-unusual': {
    types: FINDINGS,
    field: '/largestUlcerMm/value',
    usual: 'at most 150 mm',
    isUnusual: above(150),
  },
  'harvest-volume-unusual': {
    types: ['Harvested'],
    field: '/volumeMl',
    usual: '300 to 700 mL',
    isUnusual: (volume) => new Big(volume).lt(300) || new Big(volume).gt(700),
  },
};

/** Something unusual in a record. */
export interface Unusual {
  readonly entry: PatientEntry;
  readonly check: string;
  readonly field: string;
  readonly value: string | number;
  readonly usual: string;
  /** Whether the entry itself says that it happened all the same. */
  readonly isSaid: boolean;
}

export function unusualIn({ entries }: Pick<PatientState, 'entries'>): readonly Unusual[] {
  return entries.flatMap((entry) => [...unusualValues(entry), ...saidInEntry(entry)]);
}

function unusualValues(entry: PatientEntry): readonly Unusual[] {
  return Object.entries(EDIT_CHECKS).flatMap(([check, { types, field, usual, isUnusual }]) => {
    if (!types.includes(entry.type)) return [];
    const value = valueAt(entry.data, field);
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return isUnusual(value, entry.data) ? [{ entry, check, field, value, usual, isSaid: false }] : [];
  });
}

/** What stood against an implantation that has happened all the same is said in the entry itself. */
function saidInEntry(entry: PatientEntry): readonly Unusual[] {
  if (entry.type !== 'Implanted') return [];
  const { despite = [] } = entry.data;
  return despite.map((check) => ({ entry, check, field: '/despite', value: check, usual: '', isSaid: true }));
}
