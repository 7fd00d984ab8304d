/** What the cell therapy unit records in both ledgers: it puts these right in both, and nobody else does. */
const OF_THE_UNIT: ReadonlySet<string> = new Set(['ProductReleased', 'ReleaseWithdrawn', 'MicrobiologyAlert']);

export function isOfTheUnit(type: string): boolean {
  return OF_THE_UNIT.has(type);
}
