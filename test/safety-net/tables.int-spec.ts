import { describe, it } from '@jest/globals';
import { GRANTS, ROLES } from '@bali/access';
import { BLINDING_REFUSALS } from '@bali/blinding';
import { CELL_THERAPY_REFUSALS } from '@bali/cell-therapy';
import { REFUSALS } from '@bali/trial';
import { expectGolden } from './golden-file.js';

/** The members of a table in the order of their names. */
function sorted<Value>(table: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(table).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

describe('a table of rules is what it always was', () => {
  it('[P11-10g] who may do what', () => {
    const grants = Object.entries(GRANTS).map(([action, { roles }]) => [action, roles.toSorted()] as const);
    expectGolden('permissions.json', sorted(Object.fromEntries(grants)));
  });

  it('which roles there are, and what they are', () => {
    expectGolden('roles.json', sorted(ROLES));
  });

  it('the codes of refusals, with the sources of their rules', () => {
    const tables = { trial: REFUSALS, randomizationList: BLINDING_REFUSALS, cellTherapyUnit: CELL_THERAPY_REFUSALS };
    expectGolden('refusals.json', Object.fromEntries(Object.entries(tables).map(([of, table]) => [of, sorted(table)])));
  });
});
