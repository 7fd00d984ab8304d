import { registrySource } from './source.js';

/** A planned visit, counted from the day of the implantation. */
export interface Visit {
  readonly code: string;
  readonly title: string;
  /** Calendar months after the implantation. */
  readonly monthsAfterImplantation: number;
  /** How many days before or after that date it still counts as that visit. */
  readonly windowDays: number;
}

/**
 * The visits that the trial is registered with. The registry record fixes only the last one (6 months); those before it
 * are the trial's configuration and can be amended.
 */
export const FOLLOW_UP_VISITS: readonly Visit[] = [
  { code: 'M1', title: '1 month', monthsAfterImplantation: 1, windowDays: 7 },
  { code: 'M3', title: '3 months', monthsAfterImplantation: 3, windowDays: 14 },
  { code: 'M6', title: '6 months', monthsAfterImplantation: 6, windowDays: 21 },
];

/** Measured at every visit (secondary endpoints), with the range outside of which a value is a mistake. */
export const MEASUREMENTS = {
  ankleBrachialIndex: { title: 'ankle-brachial index', unit: '1', min: '0', max: '3', fractionDigits: 2 },
  tcPO2: { title: 'transcutaneous oxygen pressure', unit: 'mmHg', min: 0, max: 160 },
  toePressure: { title: 'toe pressure', unit: 'mmHg', min: 0, max: 300 },
} as const;

/** What is found before the randomization besides those measurements, and what a value may be. */
export const BASELINE = {
  painScore: { min: 0, max: 10 },
  ulcerMm: { min: 1, max: 500 },
  rutherford: { min: 0, max: 6 },
} as const;

export const FOLLOW_UP_SOURCE = registrySource('primary and secondary outcome measures, 6 months');

/** Recorded more days than this after it happened, an entry is marked as late (ALCOA: contemporaneous). */
export const LATE_ENTRY_DAYS = 5;
