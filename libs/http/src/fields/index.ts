export { field, type FieldOptions, type FieldRule } from './field.js';
export { AscendingWholes, Decimal, type DecimalOptions, isDecimal, Whole, type WholeOptions } from './number-fields.js';
export { AnyJson, ListOf, type ListOptions, Nested, WordsOf, type WordsOptions, YesOrNo } from './structure-fields.js';
export {
  Base64Url,
  type BytesOptions,
  Code,
  type CodeOptions,
  isBoundedText,
  OneOf,
  type OneOfOptions,
  PatientCode,
  SiteCode,
  Text,
  type TextOptions,
} from './text-fields.js';
export { CalendarDate, Instant, isDay, isInstantWithOffset } from './time-fields.js';
