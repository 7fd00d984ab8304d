import { calendarDate, details, freeText, oneOf, optionalText, visitCode, words } from '@bali/schema';
import { Type } from 'typebox';
import { all } from '../patient/chart.js';
import { definePatientEvent, type PatientCondition } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { refusal } from '../refusal.js';
import { visitOfTheSchedule } from './conditions.js';
import { NOT_DONE_REASONS } from './measurement.js';
import { notBeforeRandomization } from './rules.js';

/** A patient may come after all: a visit that takes place later is recorded beside this. */
const visitDidNotTakePlace: PatientCondition = {
  says: 'the visit is not recorded as one that took place',
  field: '/visit',
  refuses: (state, _, { visit }: { readonly visit: string }) =>
    all(state, 'FollowUpAssessed').some(({ data }) => data.visit === visit)
      ? refusal('visit-already-recorded', `The visit ${visit} took place: it is recorded already.`, '/visit')
      : undefined,
};

export const VisitMissed = definePatientEvent('VisitMissed', {
  schemaVersion: 1,
  about: 'a follow-up visit was missed',
  data: {
    visit: visitCode('the visit, as the schedule names it'),
    missedOn: calendarDate('when it was clear that it would not take place'),
    why: oneOf('why it did not take place', NOT_DONE_REASONS),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'missedOn',
  mayGiveAwayArm: false,
  // Whoever is randomized is followed up, implanted or not.
  needs: [Randomized, visitOfTheSchedule],
  whenMissing: undefined,
  once: {
    per: 'visit',
    code: 'visit-already-recorded',
    sentence: ({ visit }: { readonly visit: string }) =>
      `It is recorded already that the visit ${visit} was missed: correct what is wrong in that.`,
    field: '/visit',
  },
  conditions: [visitDidNotTakePlace],
  rules: [notBeforeRandomization],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  // What was due at a site that is closed by then is missed.
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordMissedVisit', action: 'record-missed-visit' },
  sentence: ({ visit, missedOn, why, comment }, { patient, show }) =>
    `patient ${patient} missed visit ${visit}, as was clear on ${missedOn}` +
    details(`why: ${words(why)}`, optionalText('comment', comment, show)),
  sample: { visit: 'M3', missedOn: '2026-06-10', why: 'patient-refused' },
});
