import { describe, expect, it } from '@jest/globals';
import { permissionsAsMarkdown } from '@bali/access';
import { PROBLEMS } from '@bali/http';
import { CONFIGURATION } from '@bali/installation';
import { EVENT_CATALOGUE, REFUSALS } from '@bali/trial';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GENERATED =
  'Made from the code by `UPDATE_REFERENCE=1 npm test -- test/documentation`; a test holds it to the code.';

function page(title: string, ...parts: readonly string[]): string {
  return [`# ${title}`, GENERATED, ...parts.map((part) => part.trim()), ''].join('\n\n').trimEnd() + '\n';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const PAGES: Readonly<Record<string, () => string>> = {
  'configuration.md': () => page('Configuration', CONFIGURATION.asMarkdown()),
  'permissions.md': () => `${permissionsAsMarkdown().trimEnd()}\n\n${GENERATED}\n`,
  'events.md': () =>
    page(
      'Events of the trial ledger',
      'The JSON Schema of each is served at `/v1/event-schemas/<type>`.',
      table(
        ['type', 'version', 'what happened', 'fields'],
        Object.values(EVENT_CATALOGUE).map(({ type, schemaVersion, about, data }) => [
          `\`${type}\``,
          String(schemaVersion),
          about,
          Object.keys(data.properties).join(', '),
        ]),
      ),
    ),
  'problem-codes.md': () =>
    page(
      'Problem codes',
      'Every error is a problem detail (RFC 9457) with one of these codes, which never change their meaning.',
      table(
        ['code', 'status', 'what it means'],
        Object.values(PROBLEMS).map(({ code, status, meaning }) => [`\`${code}\``, String(status), meaning]),
      ),
      '## Refusals of the trial’s rules',
      table(
        ['code', 'source of the rule'],
        Object.entries(REFUSALS).map(([code, source]) => [`\`${code}\``, source]),
      ),
    ),
};

describe('the reference pages', () => {
  it.each(Object.keys(PAGES))('docs/reference/%s says what the code says', (name) => {
    const path = join('docs', 'reference', name);
    const made = PAGES[name]?.() ?? '';
    if (process.env['UPDATE_REFERENCE'] !== undefined) writeFileSync(path, made);
    expect(readFileSync(path, 'utf8')).toBe(made);
  });
});
