export { field, type FieldOptions } from './field.js';
export { AscendingWholes, Decimal, type DecimalOptions, Whole, type WholeOptions } from './number-fields.js';
export { AnyJson, ListOf, type ListOptions, Nested, WordsOf, type WordsOptions, YesOrNo } from './structure-fields.js';
export {
  Base64Url,
  type BytesOptions,
  Code,
  type CodeOptions,
  OneOf,
  type OneOfOptions,
  PatientCode,
  SiteCode,
  Text,
  type TextOptions,
} from './text-fields.js';
export { CalendarDate, Instant } from './time-fields.js';
