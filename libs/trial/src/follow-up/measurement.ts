import { oneOf, record, words } from '@bali/schema';
import { type TSchema, Type } from 'typebox';

export const NOT_DONE_REASONS = [
  'patient-refused',
  'patient-unable',
  'device-unavailable',
  'not-at-site',
  'other',
] as const;

/** Why a pressure or an index of a limb has no value: an artery that cannot be compressed has none that could be read. */
export const NOT_MEASURED_REASONS = [...NOT_DONE_REASONS, 'not-measurable'] as const;

/** A measurement is its value, or why it was not done; one that is absent is not entered yet. */
export const measured = <Value extends TSchema>(value: Value) => measuredUnless(value, NOT_DONE_REASONS);

/** A measurement as above, with the reasons for which it may have no value. */
export const measuredUnless = <Value extends TSchema, const Reasons extends string[]>(
  value: Value,
  reasons: readonly [...Reasons],
) => Type.Optional(Type.Union([record({ value }), record({ notDone: oneOf('why it was not done', reasons) })]));

type Measured = { readonly value: string | number } | { readonly notDone: string } | undefined;

/** A measurement as people read it. */
export function measurement(measured: Measured, unit?: string): string {
  if (measured === undefined) return 'not entered';
  if ('notDone' in measured) return `not done (${words(measured.notDone)})`;
  return unit === undefined ? String(measured.value) : `${measured.value} ${unit}`;
}
