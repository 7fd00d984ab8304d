export { field, type FieldOptions } from './field.js';
export { AscendingWholes, Decimal, Whole } from './number-fields.js';
export { AnyJson, EventIds, ListOf, Nested, SiteCodes, WordsOf, YesOrNo } from './structure-fields.js';
export { Base64Url, Code, OneOf, PatientCode, SiteCode, Text } from './text-fields.js';
export { CalendarDate, Instant, InstantOrDay } from './time-fields.js';
