import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as files from './index.js';

let directory: string;
const at = (name: string): string => join(directory, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bali-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The room as an update has it. */
async function inUpdate(): Promise<typeof files> {
  const before = process.env['BALI_UPDATE'];
  process.env['BALI_UPDATE'] = '1';
  jest.resetModules();
  try {
    return await import('./index.js');
  } finally {
    if (before === undefined) delete process.env['BALI_UPDATE'];
    else process.env['BALI_UPDATE'] = before;
  }
}

describe('an update', () => {
  it('writes anew what may change', async () => {
    writeFileSync(at('page.md'), 'old');
    expect((await inUpdate()).generatedFile(at('page.md'), 'new')).toBe('new');
    expect(read('page.md')).toBe('new');
  });

  it('writes what was stored once where it is missing, and never over it', async () => {
    writeFileSync(at('old.json'), 'old');
    const { storedFile } = await inUpdate();
    expect(storedFile(at('old.json'), () => 'new')).toBe('old');
    expect(storedFile(at('new.json'), () => 'new')).toBe('new');
    expect([read('old.json'), read('new.json')]).toEqual(['old', 'new']);
  });

  it('adds rows, and changes none', async () => {
    writeFileSync(at('rows.json'), '{"kept":"old","gone":"old"}');
    const rows = { kept: 'new', added: 'new' };
    const grown = { kept: 'old', added: 'new', gone: 'old' };
    expect((await inUpdate()).storedRows(at('rows.json'), rows)).toEqual(grown);
    expect(JSON.parse(read('rows.json'))).toEqual(grown);
  });
});
