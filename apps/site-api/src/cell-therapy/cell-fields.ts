import { LABEL_PATTERN } from '@bali/schema';
import { Code, Decimal, type FieldOptions, PatientCode, Whole } from '@bali/http';
import { CELL_MEASUREMENTS } from '@bali/protocol';

/** What stands on a container. */
export function Label(options: FieldOptions): PropertyDecorator {
  return Code({ pattern: LABEL_PATTERN, called: 'a label: 3 to 32 capital letters, digits and hyphens', ...options });
}

type Decimals = {
  [Name in keyof typeof CELL_MEASUREMENTS]: (typeof CELL_MEASUREMENTS)[Name] extends { fractionDigits: number }
    ? Name
    : never;
}[keyof typeof CELL_MEASUREMENTS];

/** A measured decimal with its unit and its range. */
export function MeasuredDecimal(name: Decimals, options: Partial<FieldOptions> & { readonly max?: string } = {}) {
  const { title: description, unit, min, max, fractionDigits } = CELL_MEASUREMENTS[name];
  return Decimal({ description, unit, min, max, maxFractionDigits: fractionDigits, ...options });
}

/** A measured whole number with its unit and its range. */
export function MeasuredWhole(name: Exclude<keyof typeof CELL_MEASUREMENTS, Decimals>, example: number) {
  const { title: description, unit, min, max } = CELL_MEASUREMENTS[name];
  return Whole({ description, unit, min, max, example });
}

/** The two identifiers as they were read off a container. */
export class IdentifiersReadDto {
  @PatientCode({ description: 'the patient, as the container says' })
  readonly patient!: string;

  @Label({ description: 'the label, as the container says', example: 'SYR-REI001' })
  readonly label!: string;
}
