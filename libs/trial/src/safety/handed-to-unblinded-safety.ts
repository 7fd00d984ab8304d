import { calendarDate } from '@bali/schema';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { number } from './adverse-event.js';
import { notHandedOver, reportableCase } from './case-conditions.js';
import { adverseEventReported } from './conditions.js';
import { safetyCaseOf } from './safety-case.js';
import { safetyClocksOf } from './safety-clocks.js';

/**
 * A case leaves the sight of the blinded. Whether the arm was looked up, whether anything was sent, and what came back is sealed: a
 * report that is not sent tells that nothing but saline was given.
 */
export const HandedToUnblindedSafety = definePatientEvent('HandedToUnblindedSafety', {
  schemaVersion: 1,
  about: 'a case was handed over to those who may know the arm, for a report',
  data: { number, dueOn: calendarDate('the last day of its first clock, in the time zone of the sponsor') },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [adverseEventReported],
  whenMissing: undefined,
  once: undefined,
  conditions: [reportableCase, notHandedOver],
  rules: [],
  computed: { fields: ['dueOn'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  notCorrectable: ['/number', '/dueOn'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'HandOverCase', action: 'hand-over-case' },
  sentence: ({ number: event, dueOn }, { patient }) =>
    `the case of adverse event ${event} of patient ${patient} was handed over to those who may know the arm, for a report that ` +
    `is due on ${dueOn}`,
  sample: { number: 1, dueOn: '2026-03-27' },
});

function from(asked: { readonly number: number }, state: PatientState): { readonly dueOn: string } {
  const found = safetyCaseOf(state, asked.number);
  const clocks = found === undefined ? [] : safetyClocksOf(found);
  const days = clocks.filter(({ clock }) => clock !== 'site-to-sponsor').map(({ dueOn }) => dueOn);
  return { dueOn: days.toSorted()[0] ?? '' };
}
