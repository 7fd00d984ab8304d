import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXTRAS, type History, MILESTONES, stepsOf } from './history.js';

const PATIENT = '/v1/patients/{patient}/';
const SITE_API = join(import.meta.dirname, '../safety-net/golden/site-api.json');

/**
 * Commands that no step of a history posts by its path: the unit's release, its withdrawal and the unblindings are steps of
 * their own, and the others are tried by every blinded person at the end of each history. The unit's correction of a release has
 * no step yet.
 */
const OTHERWISE = [
  'emergency-unblinding',
  'planned-unblinding',
  'product-release',
  'product-release-correction',
  'redactions',
  'release-withdrawal',
];

it('[EMA-621-blind] every command about a patient is in the histories', () => {
  const { paths } = JSON.parse(readFileSync(SITE_API, 'utf8')) as { paths: Readonly<Record<string, object>> };
  const commands = Object.entries(paths)
    .filter(([path, operations]) => path.startsWith(PATIENT) && 'post' in operations)
    .map(([path]) => path.slice(PATIENT.length));
  const patients: History['patients'] = [{ site: 'REI', day: 0, until: MILESTONES[MILESTONES.length - 1] ?? 'used' }];
  const extras = EXTRAS.map((extra, day) => ({ extra, patient: 0, day }));
  const steps = stepsOf({ patients, extras, emergency: 0, swap: 0, isLocked: true });
  const posted = new Set(steps.map((step) => ('path' in step ? step.path.replace(/\/\d+\//, '/{number}/') : '')));
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.filter((command) => !posted.has(command)).toSorted()).toEqual(OTHERWISE);
});
