import { CRITERIA, ELIGIBILITY_RANGES, VERDICTS } from '@bali/protocol';
import { calendarDate, details, oneOf, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { within } from '../patient/within.js';
import { notRandomized } from '../randomization/conditions.js';
import { ELIGIBLE_ANSWERS, eligibilityAnswers, eligibilityAnswersOfVersion1 } from './eligibility-answers.js';
import { infarctionBeforeScreening, screenedBeforeRandomization } from './rules.js';
import { verdictOn } from './verdict.js';

const screenedOn = calendarDate('when the screening was completed');
const COMPUTED = {
  verdict: oneOf('what the software computed from the answers', VERDICTS),
  failed: Type.Array(Type.String(), { description: 'the criteria that stand against the patient', maxItems: 13 }),
  notAssessed: Type.Array(Type.String(), { description: 'the criteria that could not be judged', maxItems: 13 }),
};

export const PatientScreened = definePatientEvent('PatientScreened', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { screenedOn, answers: eligibilityAnswersOfVersion1, ...COMPUTED },
      upcast: (data: object) => data,
    },
  ],
  about: 'the patient was screened',
  data: { screenedOn, answers: eligibilityAnswers, ...COMPUTED },
  happened: 'screenedOn',
  mayGiveAwayArm: false,
  needs: [notRandomized],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
  rules: [
    screenedBeforeRandomization,
    within('/answers/diabetes/hba1cPercent', { ...ELIGIBILITY_RANGES.hba1cPercent, unit: '%' }),
    within('/answers/prothrombinTime/percent', { ...ELIGIBILITY_RANGES.prothrombinTimePercent, unit: '%' }),
    infarctionBeforeScreening('myocardial'),
    infarctionBeforeScreening('brain'),
  ],
  computed: { fields: ['verdict', 'failed', 'notAssessed'], followsItsEntry: true, from: verdictOn },
  afterDeath: 'refused',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/verdict', '/failed', '/notAssessed'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'ScreenPatient', action: 'record-screening' },
  sentence: ({ screenedOn, verdict, failed, notAssessed }, { patient }) =>
    `patient ${patient} was screened on ${screenedOn} and is ${words(verdict)}` +
    details(criteria('against', failed), criteria('not assessed', notAssessed)),
  sample: {
    screenedOn: '2026-03-04',
    answers: ELIGIBLE_ANSWERS,
    verdict: 'eligible',
    failed: [],
    notAssessed: [],
  },
});

function criteria(what: string, ids: readonly string[]): string | undefined {
  const named = ids.map((id) => {
    const criterion = CRITERIA.find((other) => other.id === id);
    return criterion === undefined ? id : `${criterion.kind} criterion ${criterion.number}, ${criterion.sentence}`;
  });
  return named.length === 0 ? undefined : `${what}: ${named.join('; ')}`;
}
