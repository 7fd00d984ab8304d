import type { OfOthers } from '@bali/event-store/testing';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the official schemas of CDISC may lie: they are not ours, and not in the project. */
const PLACES = [process.env['BALI_STANDARDS'], join(import.meta.dirname, '../../../standards')];

/** An official schema, and its path where it is here. */
export interface OfficialSchema extends OfOthers {
  readonly path: string;
}

export function officialSchema(name: string): OfficialSchema {
  const path = PLACES.filter((place) => place !== undefined)
    .map((place) => join(place, name))
    .find((place) => existsSync(place));
  const what = `there is no official schema ${name} (BALI_STANDARDS names the folder that has it)`;
  return { what, isHere: path !== undefined, path: path ?? '' };
}
