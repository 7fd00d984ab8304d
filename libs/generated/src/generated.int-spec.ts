import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedFile, storedFile, storedRows } from './index.js';

let directory: string;
let before: string | undefined;
const at = (name: string): string => join(directory, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bali-'));
  before = process.env['BALI_UPDATE'];
  process.env['BALI_UPDATE'] = '1';
});
afterEach(() => {
  if (before === undefined) delete process.env['BALI_UPDATE'];
  else process.env['BALI_UPDATE'] = before;
  rmSync(directory, { recursive: true });
});

describe('an update', () => {
  it('writes anew what may change', () => {
    writeFileSync(at('page.md'), 'old');
    expect(generatedFile(at('page.md'), 'new')).toBe('new');
    expect(read('page.md')).toBe('new');
  });

  it('writes what was stored once where it is missing, and never over it', () => {
    writeFileSync(at('old.json'), 'old');
    expect(storedFile(at('old.json'), () => 'new')).toBe('old');
    expect(storedFile(at('new.json'), () => 'new')).toBe('new');
    expect([read('old.json'), read('new.json')]).toEqual(['old', 'new']);
  });

  it('adds rows, and changes none', () => {
    writeFileSync(at('rows.json'), '{"kept":"old","gone":"old"}');
    const rows = { kept: 'new', added: 'new' };
    const grown = { kept: 'old', added: 'new', gone: 'old' };
    expect(storedRows(at('rows.json'), rows)).toEqual(grown);
    expect(JSON.parse(read('rows.json'))).toEqual(grown);
  });
});
