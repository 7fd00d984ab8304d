import { whole } from '@bali/schema';
import { defineTrialEvent, type TrialContext } from '../trial/define-trial-event.js';
import type { TrialState } from '../trial/trial-state.js';
import { everybodySignedOff } from './conditions.js';
import { unitHasStated } from './unit-statement.js';

export const DatabaseLocked = defineTrialEvent('DatabaseLocked', {
  schemaVersion: 1,
  about: 'the database was locked',
  data: { randomizedPatients: whole('patients randomized, each of them signed off', 0, 100_000) },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [everybodySignedOff, unitHasStated],
  rules: [],
  computed: { fields: ['randomizedPatients'], from: randomizedPatients },
  afterLock: 'refused',
  notCorrectable: ['/randomizedPatients'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'database-lock' }],
  command: { name: 'LockDatabase', action: 'lock-database' },
  sentence: (data) => `the database was locked, with every randomized patient signed off (${data.randomizedPatients})`,
  sample: { randomizedPatients: 40 },
});

function randomizedPatients(_: TrialState, { patients }: TrialContext): { readonly randomizedPatients: number } {
  if (patients === undefined) throw new Error('the sign-off of the patients was not handed in');
  return { randomizedPatients: patients.randomizedPatients };
}
