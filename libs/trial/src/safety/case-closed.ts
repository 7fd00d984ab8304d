import { calendarDate } from '@bali/schema';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { number } from './adverse-event.js';
import { longestClockOver } from './case-conditions.js';
import { adverseEventReported } from './conditions.js';
import { safetyCaseOf } from './safety-case.js';
import { lastDayOf } from './safety-clocks.js';

/** On the last day of its longest clock a case is over for the blinded, whatever came of it: its day tells nothing of an arm. */
export const CaseClosed = definePatientEvent('CaseClosed', {
  schemaVersion: 1,
  about: 'a case was closed, whatever came of it',
  data: { number, lastDay: calendarDate('the last day of its longest clock, in the time zone of the sponsor') },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [adverseEventReported],
  whenMissing: undefined,
  once: undefined,
  conditions: [longestClockOver],
  rules: [],
  computed: { fields: ['lastDay'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  notCorrectable: ['/number', '/lastDay'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CloseCase', action: 'hand-over-case' },
  sentence: ({ number: event, lastDay }, { patient }) =>
    `the case of adverse event ${event} of patient ${patient} was closed, whatever came of it: its longest clock ended on ${lastDay}`,
  sample: { number: 1, lastDay: '2026-04-04' },
});

function from(asked: { readonly number: number }, state: PatientState): { readonly lastDay: string } {
  const found = safetyCaseOf(state, asked.number);
  return { lastDay: (found && lastDayOf(found)) ?? '' };
}
