import { onDate } from '@bali/protocol';
import { calendarDate, details, freeText, oneOf, optionalText, partialDate, words } from '@bali/schema';
import { Type } from 'typebox';
import { BY_TWO_PEOPLE } from '../annulments/by-two-people.js';
import { datedToTheDayAtTheSite, knownFrom, placeGiven, placeInWords, where } from '../follow-up/place.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { awareAt, awarenessGiven, knownAfterItBegan } from '../safety/awareness.js';
import { knownAdverseEvent } from '../safety/conditions.js';
import { deathHasFatalEvent } from '../safety/death-rules.js';
import { broughtByDeath, itsAdverseEvent } from '../safety/linked-adverse-event.js';
import { CAUSES_OF_DEATH } from './causes-of-death.js';

const cause = oneOf('cause of death', CAUSES_OF_DEATH);
const comment = Type.Optional(freeText('circumstances'));

export const Died = definePatientEvent('Died', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { diedOn: calendarDate('date of death'), cause, comment },
      upcast: (data: object) => data,
    },
  ],
  about: 'the patient died',
  data: {
    diedOn: partialDate('date of death'),
    where,
    knownFrom,
    awareAt,
    cause,
    adverseEvent: itsAdverseEvent,
    comment,
  },
  happened: 'diedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: {
    code: 'already-died',
    sentence: () => "The patient's death is recorded already: correct what is wrong in it, or have it annulled.",
  },
  conditions: [awarenessGiven(), knownAdverseEvent],
  rules: [placeGiven, datedToTheDayAtTheSite('/diedOn'), knownAfterItBegan('/diedOn'), deathHasFatalEvent],
  computed: undefined,
  brings: broughtByDeath,
  afterDeath: 'refused',
  // Vital status is public, if the consent allows anybody to look.
  afterWithdrawal: 'from-public-source',
  afterSiteClosed: 'allowed',
  afterLock: 'marked',
  byWhoKnowsTheArm: { judged: { cause: 'unknown', comment: undefined } },
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: BY_TWO_PEOPLE,
  signedUnder: [],
  command: { name: 'RecordDeath', action: 'record-death' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} died ${onDate(data.diedOn)}` +
    details(
      `cause: ${words(data.cause)}`,
      ...placeInWords(data),
      data.adverseEvent === undefined ? undefined : `adverse event ${data.adverseEvent}`,
      optionalText('circumstances', data.comment, show),
    ),
  sample: {
    diedOn: '2026-10-15',
    where: 'at-the-site',
    awareAt: '2026-10-15T18:00:00+02:00',
    cause: 'cardiovascular',
  },
});
