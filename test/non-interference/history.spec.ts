import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXTRAS } from './extras.js';
import { RIGHTED, WHOLE } from './fixed-histories.js';
import { stepsOf } from './history.js';
import { OVERSEEN } from './oversight.js';
import type { Step } from './steps.js';
import { POSTED } from './unit.js';

const PATIENT = '/v1/patients/{patient}/';
const SITE_API = join(import.meta.dirname, '../safety-net/golden/site-api.json');

/** Below the patient's own path, what a step posts; the unit's records are about nobody's path. */
function postedIn(step: Step): string {
  if ('path' in step) return step.path.replace(/\/\d+\//, '/{number}/');
  if ('oversight' in step) return OVERSEEN[step.oversight];
  if ('unit' in step) return POSTED[step.unit]?.path ?? '';
  return step.unblinding === 'planned' ? 'planned-unblinding' : 'emergency-unblinding';
}

it('[EMA-621-blind] every command about a patient is in the histories that are always played', () => {
  const { paths } = JSON.parse(readFileSync(SITE_API, 'utf8')) as { paths: Readonly<Record<string, object>> };
  const commands = Object.entries(paths)
    .filter(([path, operations]) => path.startsWith(PATIENT) && 'post' in operations)
    .map(([path]) => path.slice(PATIENT.length));
  const posted = new Set([WHOLE, RIGHTED].flatMap((history) => stepsOf(history).map(postedIn)));
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.filter((command) => !posted.has(command))).toEqual([]);
});

it('[EMA-621-blind] everything that may happen besides what is planned is in them', () => {
  const played = new Set([WHOLE, RIGHTED].flatMap(({ extras }) => extras.map(({ extra }) => extra)));
  expect(EXTRAS.filter((extra) => !played.has(extra))).toEqual([]);
});
