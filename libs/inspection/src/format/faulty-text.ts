import { TEXT_FAULTS, type TextFault } from '@bali/projections/portable';
import { Type } from 'typebox';
import { MANIFEST_FIELDS } from './manifest.js';

/**
 * Where a free text belongs that is not in a package although its reader may know it, and although no event of the package says
 * that it was redacted: the ledger was damaged, or the event comes later.
 */
export interface FaultyText {
  readonly index: number;
  /** JSON pointer into the record. */
  readonly field: string;
  readonly fault: TextFault;
}

const { closed, whole, line } = MANIFEST_FIELDS;

/** In a manifest: absent where there are none, as in every package of a ledger that is whole. */
export const FAULTY_TEXTS = Type.Optional(
  Type.Array(
    Type.Object(
      { index: whole, field: line, fault: Type.Union(TEXT_FAULTS.map((fault) => Type.Literal(fault))) },
      closed,
    ),
    { minItems: 1 },
  ),
);

/** As a manifest has them. */
export function faultyIn(faulty: readonly FaultyText[]): { readonly faulty?: readonly FaultyText[] } {
  return faulty.length === 0 ? {} : { faulty };
}

const FAULTS: Readonly<Record<TextFault, string>> = {
  missing: 'it is missing',
  altered: 'it was altered, and what was found in its place is not shown',
  'redacted-later': 'it was redacted, by an event that comes after the last one of the package',
};

/** What is wrong with a text, as a clause. */
export function clauseOf(fault: TextFault): string {
  return FAULTS[fault];
}
