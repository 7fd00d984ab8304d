import { program } from '@bali/event-store/testing';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const XMLLINT = program(
  'there is no xmllint (Debian: libxml2-utils), so XML is held to no schema',
  'xmllint',
  '--version',
);

/** What xmllint finds wrong with a document: nothing, where it is well-formed and keeps the schema. */
export function faultsOf(xml: Buffer, schema?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bali-xml-'));
  const path = join(folder, 'document.xml');
  writeFileSync(path, xml);
  const held = schema === undefined ? [] : ['--schema', schema];
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--huge', ...held, path], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}
