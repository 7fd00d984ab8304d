import { AMPUTATION_LEVELS, isMajorAmputation, onDate } from '@bali/protocol';
import { calendarDate, details, freeText, oneOf, optionalText, partialDate, side, words } from '@bali/schema';
import { Type } from 'typebox';
import { BY_TWO_PEOPLE } from '../annulments/by-two-people.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { awareAt, awarenessGiven, knownAfterItBegan } from '../safety/awareness.js';
import { knownAdverseEvent } from '../safety/conditions.js';
import { broughtByAmputation, itsAdverseEvent } from '../safety/linked-adverse-event.js';
import { notTheSame } from './conditions.js';
import { datedToTheDayAtTheSite, knownFrom, placeGiven, placeInWords, where } from './place.js';

const AMPUTATION_INDICATIONS = ['ischemia', 'infection', 'trauma', 'other'] as const;

const level = oneOf('the level; above the ankle it is major', AMPUTATION_LEVELS);
const indication = oneOf('why', AMPUTATION_INDICATIONS);
const comment = Type.Optional(freeText('comment'));

export const Amputated = definePatientEvent('Amputated', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { performedOn: calendarDate('when it was performed'), side, level, indication, comment },
      upcast: (data: object) => data,
    },
  ],
  about: 'the patient was amputated',
  data: {
    performedOn: partialDate('when it was performed'),
    where,
    knownFrom,
    awareAt,
    side: { ...side, description: 'the limb: of which side of the patient' },
    level,
    indication,
    adverseEvent: itsAdverseEvent,
    comment,
  },
  happened: 'performedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [awarenessGiven(isMajor), knownAdverseEvent, notTheSame('Amputated')],
  rules: [placeGiven, datedToTheDayAtTheSite('/performedOn'), knownAfterItBegan('/performedOn')],
  computed: undefined,
  brings: broughtByAmputation,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  // The safety and the endpoint of a patient do not end when the site is closed.
  afterSiteClosed: 'allowed',
  afterLock: 'marked',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: BY_TWO_PEOPLE,
  signedUnder: [],
  command: { name: 'RecordAmputation', action: 'record-amputation' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} had a ${isMajor(data) ? 'major' : 'minor'} amputation ${onDate(data.performedOn)}: ` +
    `${data.side} side, level ${words(data.level)}, because of ${words(data.indication)}` +
    details(
      ...placeInWords(data),
      data.adverseEvent === undefined ? undefined : `adverse event ${data.adverseEvent}`,
      optionalText('comment', data.comment, show),
    ),
  sample: { performedOn: '2026-05-04', where: 'at-the-site', side: 'left', level: 'forefoot', indication: 'ischemia' },
});

function isMajor({ level: at }: { readonly level: string }): boolean {
  return isMajorAmputation(at as never);
}
