import { describe, expect, it } from '@jest/globals';
import { ACCESS_EVENTS, permissionsAsMarkdown } from '@bali/access';
import { BLINDING_EVENTS, BLINDING_REFUSALS } from '@bali/blinding';
import { CELL_EVENT_CATALOGUE, CELL_THERAPY_REFUSALS } from '@bali/cell-therapy';
import { INSPECTION_PROBLEMS } from '@bali-app/inspection-api';
import { generatedFile } from '@bali/generated';
import { PROBLEMS } from '@bali/http';
import { IDENTITY_PROBLEMS } from '@bali/identity';
import { CONFIGURATION } from '@bali/installation';
import { EVENT_CATALOGUE, REFUSALS } from '@bali/trial';
import type { EventDefinition } from '@bali/schema';
import { join } from 'node:path';
import type { TObject } from 'typebox';
import { rulesPage } from './rules-page.js';

const GENERATED = 'Made from the code by `npm run update`; a test holds it to the code.';

function page(title: string, ...parts: readonly string[]): string {
  return [`# ${title}`, GENERATED, ...parts.map((part) => part.trim()), ''].join('\n\n').trimEnd() + '\n';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function eventTable(definitions: readonly EventDefinition<string, TObject>[]): string {
  return table(
    ['type', 'version', 'what happened', 'fields'],
    definitions.map(({ type, schemaVersion, about, data }) => [
      `\`${type}\``,
      String(schemaVersion),
      about,
      Object.keys(data.properties).join(', '),
    ]),
  );
}

const PAGES: Readonly<Record<string, () => string>> = {
  'configuration.md': () => page('Configuration', CONFIGURATION.asMarkdown()),
  'permissions.md': () => `${permissionsAsMarkdown().trimEnd()}\n\n${GENERATED}\n`,
  'events.md': () =>
    page(
      'Events of the trial ledger',
      'The JSON Schema of each is served at `/v1/event-schemas/<type>`.',
      eventTable(Object.values(EVENT_CATALOGUE)),
      '## Events of the access ledger',
      'Of credentials it says that they were set, and nothing of what they are.',
      eventTable(Object.values(ACCESS_EVENTS)),
      '## Events of the randomization list, in the sealed ledger',
      'They are encrypted at rest, their types too; the first and the last are also what the trial ledger is told, as a commitment.',
      eventTable(Object.values(BLINDING_EVENTS)),
      '## Events of the cell therapy unit, in the sealed ledger',
      'They are encrypted at rest, their types too; nobody who is blinded reads any of it.',
      eventTable(Object.values(CELL_EVENT_CATALOGUE)),
    ),
  'rules.md': () => page('What may happen when', ...rulesPage()),
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
        Object.entries({ ...REFUSALS, ...BLINDING_REFUSALS }).map(([code, source]) => [`\`${code}\``, source]),
      ),
      '## Refusals of the cell therapy unit’s rules',
      'Only the unit gets them; no code says anything of an arm.',
      table(
        ['code', 'source of the rule'],
        Object.entries(CELL_THERAPY_REFUSALS).map(([code, source]) => [`\`${code}\``, source]),
      ),
      '## Accounts and sessions',
      table(
        ['code', 'status', 'what it means'],
        Object.values(IDENTITY_PROBLEMS).map(({ code, status, meaning }) => [`\`${code}\``, String(status), meaning]),
      ),
      '## Inspection',
      table(
        ['code', 'status', 'what it means'],
        Object.values(INSPECTION_PROBLEMS).map(({ code, status, meaning }) => [`\`${code}\``, String(status), meaning]),
      ),
    ),
};

describe('the reference pages', () => {
  it.each(Object.keys(PAGES))('docs/reference/%s says what the code says', (name) => {
    const path = join('docs', 'reference', name);
    const made = PAGES[name]?.() ?? '';
    expect(generatedFile(path, made)).toBe(made);
  });
});
