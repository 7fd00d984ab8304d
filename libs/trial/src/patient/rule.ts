import type { CalendarDate, Instant, PartialDate } from '@bali/protocol';
import type { Entry } from '../entry.js';
import type { Refusal } from '../refusal.js';
import type { PatientState } from './chart.js';
import type { TimeZones } from './time-zone.js';

/** What "today" and "the same day" mean where the patient is treated, and when entries happened there. */
export interface Calendar {
  readonly now: Instant;
  /** The date of that moment there. */
  readonly today: CalendarDate;
  /** The time zone of that moment. */
  readonly timeZone: string;
  /** The time zones by which days are told, which a transfer changes. */
  readonly zones: TimeZones;
  /** When an entry happened, as it was entered: a date as far as it is known, or a moment with its offset. */
  readonly happened: (entry: Dated) => string;
  /** The date of it there, as far as it is known: rules compare it by its possible days. */
  readonly happenedOn: (entry: Dated) => PartialDate;
  /** What an entry says that happened, for sentences. */
  readonly named: (entry: Pick<Entry, 'type'>) => string;
  /** JSON pointer to the field that says so, if there is one. */
  readonly whenOf: (entry: Pick<Entry, 'type'>) => string | undefined;
}

export type Dated = Pick<Entry, 'type' | 'data' | 'recordedAt'>;

/**
 * What has to hold of an entry, given the whole record. The same rules hold for what is entered and for what is corrected:
 * neither may bring a contradiction that was not there.
 */
export interface Rule {
  /** What has to hold, as a sentence for clinicians. */
  readonly says: string;
  /** Whether it is looked at before the rules that hold for every entry. */
  readonly comesFirst?: true;
  /** Of a rule about one decimal: its place (a JSON pointer) and its limits. */
  readonly limits?: DecimalLimits;
  refuses(data: never, entry: Entry, state: PatientState, calendar: Calendar): Refusal | undefined;
}

/** The limits, both included, outside of which a measured value is a mistake; decimals as text. */
export interface Range {
  readonly min: string;
  readonly max: string;
}

export interface DecimalLimits extends Range {
  readonly field: string;
  readonly unit?: string;
}
