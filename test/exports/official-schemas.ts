import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the official schemas of CDISC may lie: they are not ours, and not in the project. */
const PLACES = [process.env['BALI_STANDARDS'], join(import.meta.dirname, '../../../standards')];

/** The path of an official schema; `undefined` where it is not here, which is said loudly. */
export function officialSchema(name: string): string | undefined {
  const path = PLACES.filter((place) => place !== undefined)
    .map((place) => join(place, name))
    .find((place) => existsSync(place));
  if (path === undefined)
    process.stderr.write(`NOT TRIED: the official schema ${name} is not here (BALI_STANDARDS names its folder).\n`);
  return path;
}
