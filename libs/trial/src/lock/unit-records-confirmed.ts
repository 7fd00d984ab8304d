import { whole } from '@bali/schema';
import { defineTrialEvent, type TrialContext } from '../trial/define-trial-event.js';
import type { TrialState } from '../trial/trial-state.js';

/**
 * What the lock asks of the cell therapy unit: one statement about all patients together. It names nobody, and no rule looks into
 * the sealed ledger for it, so that neither whether it comes nor what it says can follow from an arm.
 */
export const UnitRecordsConfirmed = defineTrialEvent('UnitRecordsConfirmed', {
  schemaVersion: 1,
  about: 'the cell therapy unit stated that its records of all patients are complete',
  data: {
    randomizedPatients: whole('patients who were randomized by then: the statement is about all of them', 0, 100_000),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [],
  rules: [],
  computed: { fields: ['randomizedPatients'], from: randomizedPatients },
  afterLock: 'refused',
  // A statement that holds no more is made again.
  notCorrectable: ['/randomizedPatients'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'unit-statement' }],
  command: { name: 'ConfirmUnitRecords', action: 'confirm-unit-records' },
  sentence: (data) =>
    `the cell therapy unit stated that its records of all randomized patients (${data.randomizedPatients}) are complete`,
  sample: { randomizedPatients: 40 },
});

function randomizedPatients(_: TrialState, { patients }: TrialContext): { readonly randomizedPatients: number } {
  if (patients === undefined) throw new Error('how many patients are randomized was not handed in');
  return { randomizedPatients: patients.randomizedPatients };
}
