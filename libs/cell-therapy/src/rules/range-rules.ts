import { CELL_MEASUREMENTS } from '@bali/protocol';
import { type Refusal, refusal } from '@bali/trial';
import Big from 'big.js';
import type { CellTherapyEvent } from '../events/cell-events.js';
import type { Rule } from './rule.js';

/** Decimals within what is possible; whole numbers have their ranges in the schemas. */
export const RANGE_RULES: readonly Rule[] = [decimalsWithinRange];

interface Range {
  readonly min: string;
  readonly max: string;
}

const { volumeMl, viabilityPercent, progenitorPercent, proteinPgPerMl, foldChange } = CELL_MEASUREMENTS;
const { capillariesPerMm2, perfusionRatio } = CELL_MEASUREMENTS;

const RANGES: Readonly<Record<string, Range>> = {
  '/volumeMl': { ...volumeMl, max: '1500' },
  '/concentrateMl': volumeMl,
  '/composition/salineMl': volumeMl,
  '/composition/peripheralBloodMl': volumeMl,
  '/composition/concentrateMl': volumeMl,
  '/viabilityPercent': viabilityPercent,
  '/cd34Percent': progenitorPercent,
  '/cd133Percent': progenitorPercent,
  '/cd34KdrPercent': progenitorPercent,
  '/cd14Percent': progenitorPercent,
  '/concentration': proteinPgPerMl,
  '/foldChange': foldChange,
  '/capillariesPerMm2': capillariesPerMm2,
  '/perfusionRatio': perfusionRatio,
};

function decimalsWithinRange({ data }: CellTherapyEvent): Refusal | undefined {
  const values = Object.entries(valuesIn(data));
  const wrong = values.find(([field, value]) => isOutside(value, RANGES[field] ?? rangeOfContainer(field)));
  if (wrong === undefined) return undefined;
  const [field, value] = wrong;
  return refusal('implausible-value', `${value} is outside of what is possible.`, field);
}

const rangeOfContainer = (field: string): Range | undefined => (field.endsWith('/cellsMl') ? volumeMl : undefined);

function isOutside(value: string, range: Range | undefined): boolean {
  return range !== undefined && (new Big(value).lt(range.min) || new Big(value).gt(range.max));
}

/** The texts in an event's data, by their JSON pointers. */
function valuesIn(data: object, pointer = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(data as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
      const place = `${pointer}/${name}`;
      if (typeof value === 'object' && value !== null) return Object.entries(valuesIn(value, place));
      return typeof value === 'string' ? [[place, value] as const] : [];
    }),
  );
}
