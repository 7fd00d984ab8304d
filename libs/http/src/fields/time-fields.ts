import { CALENDAR_DATE_RULE, INSTANT_RULE } from '@bali/schema';
import { field, type FieldOptions } from './field.js';

/** A day, without a time: `2011-03-02`. */
export function CalendarDate(options: FieldOptions): PropertyDecorator {
  return field(CALENDAR_DATE_RULE, options);
}

/** A moment, with the offset of the place where it was: `2011-03-02T09:30:00+01:00`. */
export function Instant(options: FieldOptions): PropertyDecorator {
  return field(INSTANT_RULE, options);
}
