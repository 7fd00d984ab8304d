import { calendarDate, details, freeText, oneOf, optionalText, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { deathRecordedIfItIsTheCause, itsHarvestStands, notImplanted, reasonFitsTheRelease } from './conditions.js';
import { ofTheLatestHarvest, ofWhichHarvest } from './harvests.js';
import { notBeforeItsHarvest } from './rules.js';

const WHY_NOT_DONE = ['fever', 'dry-tap', 'product-not-released', 'patient-wish', 'death', 'other'] as const;

/** The way on for a patient who is randomized and not implanted: visits, completion, sign-off. Another harvest may follow. */
export const ImplantationNotDone = definePatientEvent('ImplantationNotDone', {
  schemaVersion: 1,
  about: 'the implantation was not done',
  data: {
    harvest: whole('the harvest after which it was not done; 0: there was none', 0, 100),
    knownOn: calendarDate('when it was clear that nothing would be implanted'),
    why: oneOf('why', WHY_NOT_DONE),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'knownOn',
  mayGiveAwayArm: false,
  needs: [Randomized],
  whenMissing: undefined,
  once: {
    per: 'harvest',
    code: 'implantation-not-done',
    sentence: () => 'It is recorded already that the implantation was not done: correct what is wrong in that.',
  },
  conditions: [notImplanted, reasonFitsTheRelease, deathRecordedIfItIsTheCause, itsHarvestStands],
  rules: [notBeforeItsHarvest],
  computed: { fields: ['harvest'], followsItsEntry: false, from: ofTheLatestHarvest },
  // It is heard of and written down after the death or the withdrawal that is its cause.
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/harvest'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordImplantationNotDone', action: 'record-implantation' },
  sentence: ({ knownOn, why, harvest, comment }, { patient, show }) =>
    `nothing was implanted into patient ${patient}, as was clear on ` +
    `${knownOn}${details(ofWhichHarvest(harvest === 0 ? undefined : harvest), `why: ${words(why)}`, optionalText('comment', comment, show))}`,
  sample: { harvest: 1, knownOn: '2026-03-10', why: 'product-not-released' },
});
