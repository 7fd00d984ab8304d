import { LINE_PATTERN } from '@bali/schema';
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUES } from './catalogues.js';

interface Schema {
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The places in a schema where a person, or the software, writes a line that stands in the event itself. */
function linesIn(schema: Schema, place = ''): readonly string[] {
  return [
    ...(schema.pattern === LINE_PATTERN ? [place] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inside]) => linesIn(inside, `${place}/${name}`)),
    ...(schema.items === undefined ? [] : linesIn(schema.items, `${place}/*`)),
    ...(schema.anyOf ?? []).flatMap((branch) => linesIn(branch, place)),
  ];
}

/** What the software keeps of a command that a crash may cut in two: nobody types it. */
const OF_A_PENDING_REQUEST = /^\/(request|givenUp)\//;

const PAGE = join(import.meta.dirname, '../../docs/security/typed-lines.md');

it('[R3-422b] every line that stands in an event, and so can never be erased, is on the page that says why', () => {
  const found = CATALOGUES.flatMap(({ events }) =>
    Object.values(events).flatMap(({ type, data }) =>
      linesIn(data as Schema)
        .filter((place) => !OF_A_PENDING_REQUEST.test(place))
        .map((place) => `${type} ${place}`),
    ),
  );
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `(\w+)` +\| `([^`]+)` +\|/gm)];
  expect(rows.map(([, type, place]) => `${type} ${place}`).toSorted()).toEqual([...new Set(found)].toSorted());
});
