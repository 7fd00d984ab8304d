import { beginningOf, endOf, TRIAL } from '@bali/protocol';
import { CALENDAR_DATE_RULE, INSTANT_RULE, instantOrDayRule, isDay } from '@bali/schema';
import { Transform } from 'class-transformer';
import { field, type FieldOptions } from './field.js';

/** A day, without a time: `2011-03-02`. */
export function CalendarDate(options: FieldOptions): PropertyDecorator {
  return field(CALENDAR_DATE_RULE, options);
}

/** A moment, with the offset of the place where it was: `2011-03-02T09:30:00+01:00`. */
export function Instant(options: FieldOptions): PropertyDecorator {
  return field(INSTANT_RULE, options);
}

const OF_THE_DAY = {
  beginning: { words: `its beginning in ${TRIAL.timeZone}`, moment: beginningOf },
  end: { words: `its end in ${TRIAL.timeZone}`, moment: endOf },
} as const;

/** A moment, or a day of the trial. @param meant which moment of a day: what is handed on is a moment. */
export function InstantOrDay(options: FieldOptions & { readonly meant: keyof typeof OF_THE_DAY }): PropertyDecorator {
  const { meant, description, ...others } = options;
  const { words, moment } = OF_THE_DAY[meant];
  const momentIn = (value: unknown): unknown => (isDay(value) ? moment(value, TRIAL.timeZone) : value);
  const told = { ...others, description: `${description}; of a day, ${words}` };
  return field(
    instantOrDayRule(words),
    told,
    Transform(({ value }) => momentIn(value)),
  );
}
