import {
  ANSWERS,
  isCalendarDate,
  isInstant,
  isPartialDate,
  isTimeZone,
  PARTIAL_DATE_PATTERN,
  PATIENT_CODE_PATTERN,
  SITE_CODE_PATTERN,
} from '@bali/protocol';
import { type TEnum, type TSchema, Type } from 'typebox';
import Format from 'typebox/format';
import { decimalPattern, LINE_PATTERN, STRATUM_PATTERN, TEXT_HASH_PATTERN, VISIT_PATTERN } from './patterns.js';

/** The formats are checked as strictly as the protocol's calendar checks them: a date is a real one, a moment has an offset. */
Format.Set('date', isCalendarDate);
Format.Set('date-time', isInstant);
Format.Set('partial-date', isPartialDate);
Format.Set('time-zone', isTimeZone);

const MAX_LINE = 200;

/** When it happened in the world, as a date: the fields' names end in `On`. */
export const calendarDate = (description: string) =>
  Type.String({ description, format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });

/** The same, as far as it is known: a year, a month or a day. For what happened outside of the trial's own acts. */
export const partialDate = (description: string) =>
  Type.String({
    description: `${description}; as far as it is known: 2019, 2019-06 or 2019-06-14`,
    format: 'partial-date',
    pattern: PARTIAL_DATE_PATTERN,
  });

/** When it happened in the world, as a moment with its offset from UTC: the fields' names end in `At`. */
export const instant = (description: string) => Type.String({ description, format: 'date-time', maxLength: 35 });

/** A decimal that matters clinically: text, so that no digit is lost or made up on the way. */
export const decimal = (description: string, fractionDigits: number) =>
  Type.String({ description, pattern: decimalPattern(fractionDigits) });

export const whole = (description: string, minimum: number, maximum: number) =>
  Type.Integer({ description, minimum, maximum });

/** A free text: the hash of what lies beside the ledger (see `FreeText` in libs/ledger). */
export const freeText = (description: string) =>
  Type.String({
    description: `${description} (hash of a free text)`,
    pattern: TEXT_HASH_PATTERN,
    contentMediaType: FREE_TEXT,
  });
export const FREE_TEXT = 'text/plain; hashed=sha256';

/** One line that names a thing (a site, a document, a medical term); never a person. */
export const line = (description: string) =>
  Type.String({ description, pattern: LINE_PATTERN, minLength: 1, maxLength: MAX_LINE });

export const oneOf = <const Values extends string[]>(
  description: string,
  values: readonly [...Values],
): TEnum<Values> => Type.Enum(values, { description });

export const answer = (description: string) => oneOf(description, ANSWERS);
export const side = oneOf('of the patient', ['left', 'right']);
export const siteCode = Type.String({ description: 'the site', pattern: SITE_CODE_PATTERN });
export const patientCode = Type.String({ description: 'the patient: site and number', pattern: PATIENT_CODE_PATTERN });

/** The code of a follow-up visit. */
export const visitCode = (description: string) => Type.String({ description, pattern: VISIT_PATTERN });

/** An object with these fields and no others. */
export const record = <const Fields extends Record<string, TSchema>>(fields: Fields, description?: string) =>
  Type.Object(fields, { additionalProperties: false, ...(description === undefined ? {} : { description }) });

/** SHA-256 of something that is no free text, lower-case hex. */
export const digest = (description: string) => Type.String({ description, pattern: TEXT_HASH_PATTERN });

/** As it was before there were sealed cards. */
export const formerStratumCode = Type.String({
  description: 'the part of the randomization list',
  pattern: SITE_CODE_PATTERN,
});
export const stratumCode = Type.String({
  description: 'the part of the randomization list; those of sealed cards begin with CARDS',
  pattern: STRATUM_PATTERN,
});
export const slotNumber = whole(
  'the place in the randomization list, from 0; what stands there is sealed',
  0,
  1_000_000,
);

/** The identifier of an event or of a session. */
export const uuid = (description: string) => Type.String({ description, format: 'uuid' });

export const timeZone = Type.String({ description: 'IANA time zone', format: 'time-zone', maxLength: 64 });

/** Stands, in samples, where an event holds the hash of a free text. */
export const SAMPLE_TEXT_HASH = '3b8d1f0c'.repeat(8);
