import { CELL_MEASUREMENTS } from '@bali/protocol';
import Big from 'big.js';
import type { MeasuredDecimal } from './cell-fields.js';

/** The limits, both included, outside of which a measured decimal is a mistake; decimals as text. */
export interface DecimalRange {
  /** JSON pointer; `*` stands for each item of a list. */
  readonly field: string;
  readonly min: string;
  readonly max: string;
  readonly unit: string;
}

/** The range of a decimal that the unit measures. @param max another limit than that of all such measurements */
export function range(field: string, name: MeasuredDecimal, max: string = CELL_MEASUREMENTS[name].max): DecimalRange {
  const { min, unit } = CELL_MEASUREMENTS[name];
  return { field, min, max, unit };
}

interface TextAt {
  readonly field: string;
  readonly value: string;
}

/** The first decimal of an event, in the order of its data, that is outside of its range. */
export function firstOutOfRange(data: object, ranges: readonly DecimalRange[]): TextAt | undefined {
  return textsIn(data).find(({ field, value }) => isOutside(value, rangeAt(field, ranges)));
}

/** The range of the decimal at a JSON pointer, also inside an item of a list. */
export function rangeAt(field: string, ranges: readonly DecimalRange[]): DecimalRange | undefined {
  const place = field.replaceAll(ITEM, '/*');
  return ranges.find((one) => one.field === place);
}

const ITEM = /\/[0-9]+(?=\/|$)/gu;

function isOutside(value: string, limits: DecimalRange | undefined): boolean {
  return limits !== undefined && (new Big(value).lt(limits.min) || new Big(value).gt(limits.max));
}

/** The texts in an event's data, with their JSON pointers. */
function textsIn(data: object, pointer = ''): readonly TextAt[] {
  return Object.entries(data).flatMap(([name, value]: [string, unknown]): readonly TextAt[] => {
    const field = `${pointer}/${name}`;
    if (typeof value === 'object' && value !== null) return textsIn(value, field);
    return typeof value === 'string' ? [{ field, value }] : [];
  });
}
