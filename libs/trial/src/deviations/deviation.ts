import type { CalendarDate, PartialDate } from '@bali/protocol';
import type { VisitWindow } from '../follow-up/visit-windows.js';
import type { PatientState } from '../patient/chart.js';
import type { TimeZones } from '../patient/time-zone.js';
import type { TrialState } from '../trial/trial-state.js';

/** What the software finds by itself, with what it says of it. The order is that of the protocol. */
export const FOUND_KINDS = {
  'outdated-consent-form': 'the consent was signed on a form that was not in force there on that day',
  'consent-not-renewed':
    'something was done after a new consent form had come into force, which the patient has not signed',
  'consent-after-act': 'something was done before the patient gave consent',
  'act-after-withdrawal': 'something was done after the patient had withdrawn the consent to it',
  'randomized-in-error': 'the patient was not eligible on the day of the randomization',
  'eligibility-lost': 'what was corrected after the randomization shows that the patient was not eligible on that day',
  'second-code': 'the person was randomized a second time, under another code',
  'card-entered-late': 'the randomization by a sealed card was entered more than a day after it',
  'baseline-annulled': 'the baseline was annulled after the randomization, and no other one is recorded',
  'harvested-without-renewed-consent':
    'the marrow was harvested again, and the patient had not renewed the consent for it',
  'treatment-not-accounted-for':
    'the patient was followed up, and the record says neither that the product was implanted nor that it was not',
  'blood-tube-missing': 'no tube of peripheral blood was sent with the marrow',
  'late-release': 'the product was released late after the harvest',
  'implanted-on-another-day': 'the product was implanted on another day than that of its harvest',
  'implanted-without-release': 'the product was implanted without a release',
  'implanted-after-recall': 'the product was implanted although its release was withdrawn',
  'other-limb-implanted': 'the product was implanted into the other limb than the index limb',
  'visit-out-of-window': 'the visit was outside of its window',
  'visit-missed': 'the visit was missed',
  'visit-not-accounted-for': 'the window of the visit is over, and nothing is recorded of it',
  'six-month-status-missing': 'it is not known how the patient was at 6 months',
  'late-serious-adverse-event': 'a serious adverse event was entered more than 24 hours after the site knew of it',
  'alert-acknowledged-late': 'a microbiology alert was not acknowledged within 24 hours',
} as const;
export type FoundKind = keyof typeof FOUND_KINDS;

/** What the protocol itself calls critical: nobody assesses it as less. */
export const CRITICAL_KINDS: ReadonlySet<string> = new Set<FoundKind>([
  'other-limb-implanted',
  'implanted-on-another-day',
  'implanted-without-release',
  'implanted-after-recall',
]);

/** A deviation from the protocol as the record shows it. */
export interface FoundDeviation {
  /** What names it, as long as the records that make it stand. */
  readonly key: string;
  readonly kind: FoundKind;
  /** The day of it, as far as it is known. */
  readonly on: PartialDate;
  /** The entries that make it: when these are put right, it is gone. */
  readonly records: readonly string[];
  readonly visit?: string;
}

/** What deviations are looked for with besides the patient's own record. */
export interface Looking {
  readonly trial: TrialState;
  readonly zones: TimeZones;
  /** The visits of the patient. */
  readonly windows: readonly VisitWindow[];
  /** The day up to which what is due is judged. */
  readonly asOf: CalendarDate;
}

export type Finder = (state: PatientState, looking: Looking) => readonly FoundDeviation[];

/** A deviation that one entry, or one visit, makes. */
export function found(
  kind: FoundKind,
  of: string,
  {
    on,
    records,
    visit,
  }: { readonly on: PartialDate; readonly records: readonly (string | undefined)[]; readonly visit?: string },
): FoundDeviation {
  const made = [...new Set(records.filter((id) => id !== undefined))];
  return { key: `${kind}:${of}`, kind, on, records: made, ...(visit === undefined ? {} : { visit }) };
}
