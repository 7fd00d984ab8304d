import { program } from '@bali/event-store/testing';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Each failure is documented as `default`, which stands for every status that has no entry of its own. The rule asks for a second
 * entry that says the same.
 */
const OF_REDOCLY = { extends: ['recommended'], rules: { 'operation-4xx-response': 'off' } } as const;

/** What Redocly's linter, with the rules that it recommends, finds wrong with an OpenAPI document: errors and warnings alike. */
export async function faultsByRedocly(document: object): Promise<readonly string[]> {
  const config = await createConfig({ ...OF_REDOCLY, extends: [...OF_REDOCLY.extends] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(
    ({ ruleId, message, location: [place] }) => `${ruleId} ${place?.pointer ?? ''}: ${message.trim()}`,
  );
}

/** Spectral brings more packages than all that the tests have besides, so it is used where it is installed. */
export const SPECTRAL = program(
  'there is no Spectral (npm install --global @stoplight/spectral-cli), so it lints no OpenAPI document',
  'spectral',
  '--version',
);

/** The severity of an error; 1 and above are advice, such as that each operation should have a longer description. */
const ERROR = 0;

/** What Spectral finds wrong by its rules for OpenAPI (`spectral:oas`), as far as these are errors. */
export function errorsBySpectral(document: object): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'bali-spectral-'));
  const [rules, linted] = [join(folder, 'rules.yaml'), join(folder, 'document.json')];
  writeFileSync(rules, 'extends: ["spectral:oas"]\n');
  writeFileSync(linted, JSON.stringify(document));
  const { stdout, stderr } = spawnSync('spectral', ['lint', linted, '-r', rules, '-f', 'json', '-q'], {
    ...{ encoding: 'utf8', maxBuffer: 2 ** 26 },
  });
  rmSync(folder, { recursive: true });
  if (!stdout.startsWith('[')) throw new Error(`spectral did not lint: ${stderr}`);
  const results = JSON.parse(stdout) as readonly {
    code: string;
    severity: number;
    path: readonly string[];
    message: string;
  }[];
  return results
    .filter(({ severity }) => severity === ERROR)
    .map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`);
}
