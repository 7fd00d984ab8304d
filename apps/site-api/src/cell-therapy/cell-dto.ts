import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { rangeAt } from '@bali/cell-therapy';
import { withFieldsOf } from '@bali/http';
import type { DefinedEvent, FieldSchema } from '@bali/schema';
import type { ClassConstructor } from 'class-transformer';
import type { TObject } from 'typebox';

/** What is read here of an event of the unit. */
export interface UnitEvent extends DefinedEvent<string, TObject> {
  readonly computed: { readonly fields: readonly string[] } | undefined;
  readonly ranges: Parameters<typeof rangeAt>[1];
}

/** The names under which groups of fields of the unit's events are published. */
const NAMES = { read: 'IdentifiersReadDto', container: 'CryoContainerDto' };

const DESCRIPTIONS = {
  'CellsSeparatedDto.concentrateMl': 'volume of the concentrate; the protocol prescribes 30',
  'CompositionDto.of': 'what the list says for this patient',
  'ProteinMeasuredDto.protein': 'which protein',
};

/** What is entered of an event of the unit: whose cells they are stands in the path, and what else is known is computed. */
export function enteredByUnit({ data, computed }: UnitEvent): FieldSchema {
  const elsewhere = ['patient', 'request', 'harvest', ...(computed?.fields ?? [])];
  const { properties = {}, required = [] } = data as FieldSchema;
  return {
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !elsewhere.includes(name))),
    required: required.filter((name) => !elsewhere.includes(name)),
  };
}

/** Gives a DTO these fields of an event of the unit. */
export function addUnitFields(dto: ClassConstructor<object>, event: UnitEvent, schema = enteredByUnit(event)): void {
  withFieldsOf(dto, {
    schema,
    sample: event.sample,
    names: NAMES,
    descriptions: DESCRIPTIONS,
    limitsAt: (pointer) => rangeAt(pointer, event.ranges),
    maxTextLength: MAX_SEALED_TEXT_LENGTH,
  });
}
