import { oneOf, record, words } from '@bali/schema';
import { type TSchema, Type } from 'typebox';

export const NOT_DONE_REASONS = [
  'patient-refused',
  'patient-unable',
  'device-unavailable',
  'not-at-site',
  'other',
] as const;

/** A measurement is its value, or why it was not done; one that is absent is not entered yet. */
export const measured = <Value extends TSchema>(value: Value) =>
  Type.Optional(Type.Union([record({ value }), record({ notDone: oneOf('why it was not done', NOT_DONE_REASONS) })]));

type Measured = { readonly value: string | number } | { readonly notDone: string } | undefined;

/** A measurement as people read it. */
export function measurement(measured: Measured, unit?: string): string {
  if (measured === undefined) return 'not entered';
  if ('notDone' in measured) return `not done (${words(measured.notDone)})`;
  return unit === undefined ? String(measured.value) : `${measured.value} ${unit}`;
}
