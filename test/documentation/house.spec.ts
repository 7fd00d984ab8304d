import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';

/** The floors of the house, from the top, as the linter holds them: each room with its path. */
const FLOORS = floorsOfTheLinter();

function floorsOfTheLinter(): readonly (readonly string[])[] {
  const [, table = ''] = /^const FLOORS = (\[[^]*?\n\]);$/m.exec(readFileSync('eslint.config.mjs', 'utf8')) ?? [];
  return JSON.parse(table.replaceAll("'", '"').replaceAll(/,(\s*\])/g, '$1')) as string[][];
}

const ROOMS = FLOORS.flat();
const DRAWING = readFileSync('docs/house.md', 'utf8');

const roomsIn = (text: string): readonly string[] => text.match(/\b(?:apps|libs)\/[a-z-]+/g) ?? [];

/** The fenced part of the drawing that is written in a language. */
function fence(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(DRAWING)?.[1] ?? '';
}

describe('the house', () => {
  it('has a floor for every room that there is', () => {
    expect(ROOMS.toSorted()).toEqual(globSync('{apps,libs}/*').toSorted());
  });

  it('has a page in every room', () => {
    expect(ROOMS.filter((room) => !existsSync(`${room}/README.md`))).toEqual([]);
  });

  it('is drawn floor by floor, as the linter has it', () => {
    const floors = fence('mermaid').split(/^ *subgraph .*$/m);
    expect(floors.slice(1).map(roomsIn)).toEqual(FLOORS);
  });

  it('is drawn the same for a terminal', () => {
    const lines = fence('text').split('\n').map(roomsIn);
    expect(lines.filter((rooms) => rooms.length > 0)).toEqual(FLOORS);
  });

  it('has a row for every room in the README, from the top down', () => {
    const rows = [...readFileSync('README.md', 'utf8').matchAll(/^\| \[`((?:apps|libs)\/[a-z-]+)`\]\(([^)]+)\)/gm)];
    const rooms = rows.map(([, room = '']) => room);
    expect(rooms.toSorted()).toEqual(ROOMS.toSorted());
    const floorOf = (room: string) => FLOORS.findIndex((floor) => floor.includes(room));
    expect(rooms.map(floorOf)).toEqual(rooms.map(floorOf).toSorted((one, other) => one - other));
    for (const [, room = '', link = ''] of rows) expect(link).toBe(`${room}/README.md`);
  });
});
