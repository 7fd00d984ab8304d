import { reasonGiven } from '../condition.js';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { databaseLocked, trialStillBlinded } from './conditions.js';

export const DatabaseUnlocked = defineTrialEvent('DatabaseUnlocked', {
  schemaVersion: 1,
  about: 'the database was unlocked',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [databaseLocked('The database is not locked.'), trialStillBlinded, reasonGiven('Unlocking the database')],
  rules: [],
  computed: undefined,
  afterLock: 'allowed',
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'database-unlock' }],
  command: { name: 'UnlockDatabase', action: 'unlock-database' },
  sentence: () => 'the database was unlocked, so that data can be recorded and corrected again',
  sample: {},
});
