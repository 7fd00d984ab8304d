import { all, has, last, type PatientState, statusOf } from '@bali/trial';
import { ARM_TITLES, armValues, REASONS_WITHOUT_ARM } from '../model/masking.js';
import { type Subject, usubjid } from '../model/subject.js';
import { capitals, coded, codelist, dtc, integer, text, YES } from '../model/variables.js';
import { type Domain, domainVariable, STUDYID, USUBJID } from './domain.js';

const ARM_CODES = codelist('ARMCD', 'Code of the arm', ARM_TITLES);
const ARM_NAMES = codelist('ARM', 'Arm', Object.values(ARM_TITLES));
const MASKING = 'Empty as long as arms are masked: ARMNRS says why.';

const VARIABLES = [
  text('SUBJID', 'Subject Identifier for the Study', 12, 'Assigned', {
    source: 'ConsentGiven.patient',
    isMandatory: true,
  }),
  dtc('RFSTDTC', 'Subject Reference Start Date/Time', 'Derived', {
    explanation: 'The day of the first implantation, or of the randomization where there is none.',
  }),
  dtc('RFENDTC', 'Subject Reference End Date/Time', 'Derived', { explanation: 'The end of the participation.' }),
  dtc('RFXSTDTC', 'Date/Time of First Study Treatment', 'Derived', { source: 'Implanted.implantedAt' }),
  dtc('RFXENDTC', 'Date/Time of Last Study Treatment', 'Derived', { source: 'Implanted.implantedAt' }),
  dtc('RFICDTC', 'Date/Time of Informed Consent', 'Collected', { source: 'ConsentGiven.consentedOn' }),
  dtc('RFPENDTC', 'Date/Time of End of Participation', 'Derived'),
  dtc('DTHDTC', 'Date/Time of Death', 'Collected', { source: 'Died.diedOn' }),
  coded('DTHFL', 'Subject Death Flag', YES, 'Derived'),
  text('SITEID', 'Study Site Identifier', 3, 'Collected', {
    source: 'ConsentGiven.site',
    isMandatory: true,
    explanation: 'The site of the consent, also after a transfer.',
  }),
  integer('AGE', 'Age', 'Derived', {
    explanation: 'The year of the consent minus the year of birth: no date of birth is collected.',
  }),
  text('AGEU', 'Age Units', 5, 'Assigned', { codelist: codelist('AGEU', 'Age units', ['YEARS']) }),
  coded('SEX', 'Sex', codelist('SEX', 'Sex', { F: 'Female', M: 'Male' }), 'Collected', {
    source: 'ConsentGiven.sex',
    isMandatory: true,
  }),
  coded('ARMCD', 'Planned Arm Code', ARM_CODES, 'Assigned', { explanation: MASKING }),
  coded('ARM', 'Description of Planned Arm', ARM_NAMES, 'Assigned', { explanation: MASKING }),
  coded('ACTARMCD', 'Actual Arm Code', ARM_CODES, 'Assigned', { explanation: MASKING }),
  coded('ACTARM', 'Description of Actual Arm', ARM_NAMES, 'Assigned', { explanation: MASKING }),
  coded(
    'ARMNRS',
    'Reason Arm and/or Actual Arm is Null',
    codelist('ARMNULRS', 'Why there is no arm', REASONS_WITHOUT_ARM),
    'Derived',
    {
      explanation: 'MASKED is a term of the sponsor: NOT ASSIGNED would be untrue of a subject who is randomized.',
    },
  ),
  text('ACTARMUD', 'Description of Unplanned Actual Arm', 40, 'Assigned'),
  text('COUNTRY', 'Country', 3, 'Assigned', {
    codelist: codelist('COUNTRY', 'Country', { FRA: 'France' }),
    isMandatory: true,
  }),
];

const SUPPLEMENTAL = [
  text('INFOVERS', 'Version of Information and Consent Form', 200, 'Collected', {
    source: 'ConsentGiven.informationVersion',
  }),
  text('KEEPCELL', 'Consent to the Keeping of Cells', 1, 'Collected', { source: 'ConsentGiven.keepingOfCells' }),
  text('PUBLSRC', 'Consent to Vital Status from Public Source', 1, 'Collected', {
    source: 'ConsentGiven.vitalStatusFromPublicSource',
  }),
  text('INDEXLMB', 'Index Limb', 5, 'Collected', { source: 'BaselineAssessed.indexLimb' }),
  text('STRATUM', 'Stratum of the Randomization', 9, 'Assigned', { source: 'Randomized.stratum' }),
  text('SAMEAS', 'Code under which the Person Takes Part', 12, 'Collected', { source: 'SamePerson.sameAs' }),
];

/** Demographics: one row a subject. */
export const DM: Domain = {
  dataset: {
    ...{ name: 'DM', label: 'Demographics', kind: 'SPECIAL PURPOSE', structure: 'One record per subject' },
    ...{ purpose: 'Tabulation', keys: ['STUDYID', 'USUBJID'] },
    variables: [STUDYID, domainVariable('DM'), USUBJID, ...VARIABLES],
  },
  supplemental: SUPPLEMENTAL,
  rowsOf: (subject) => {
    const consent = last(subject.state, 'ConsentGiven');
    if (consent === undefined) return [];
    const { data, id: entry } = consent;
    const { trialId: STUDYID, patient: SUBJID } = subject;
    const values = {
      ...{ STUDYID, DOMAIN: 'DM', USUBJID: usubjid(subject), SUBJID, ...reference(subject), RFICDTC: data.consentedOn },
      ...{ SITEID: data.site, AGE: Number(data.consentedOn.slice(0, 4)) - data.yearOfBirth, AGEU: 'YEARS' },
      ...{
        SEX: data.sex === 'female' ? 'F' : 'M',
        ...armValues(subject, isScreenFailure(subject.state)),
        COUNTRY: 'FRA',
      },
    };
    return [{ entry, values, supplemental: supplementalOf(subject) }];
  },
};

/** Whoever left before the randomization, for whatever reason. */
export function isScreenFailure(state: PatientState): boolean {
  if (has(state, 'Randomized')) return false;
  return ['not-eligible', 'withdrawn', 'died', 'lost-to-follow-up'].includes(statusOf(state));
}

function reference(subject: Subject) {
  const { state } = subject;
  const implanted = all(state, 'Implanted')
    .map(({ data }) => data.implantedAt)
    .toSorted((one, other) => Date.parse(one) - Date.parse(other));
  const died = last(state, 'Died')?.data.diedOn;
  const ended = endOfParticipation(state);
  return {
    ...{ RFSTDTC: subject.referenceDay, RFENDTC: ended, RFPENDTC: ended },
    ...{
      RFXSTDTC: implanted[0],
      RFXENDTC: implanted.at(-1),
      DTHDTC: died,
      DTHFL: died === undefined ? undefined : 'Y',
    },
  };
}

function endOfParticipation(state: PatientState): string | undefined {
  switch (statusOf(state)) {
    case 'died':
      return last(state, 'Died')?.data.diedOn;
    case 'withdrawn':
      return last(state, 'ConsentWithdrawn')?.data.withdrawnOn;
    case 'completed':
      return last(state, 'FollowUpCompleted')?.data.completedOn;
    case 'lost-to-follow-up':
      return last(state, 'LostToFollowUp')?.data.lastContactOn;
    default:
      return undefined;
  }
}

function supplementalOf({ state }: Subject) {
  const consent = last(state, 'ConsentGiven')?.data;
  const indexLimb = last(state, 'BaselineAssessed')?.data.indexLimb;
  return {
    INFOVERS: consent?.informationVersion,
    KEEPCELL: consent?.keepingOfCells === undefined ? undefined : capitals(consent.keepingOfCells).slice(0, 1),
    PUBLSRC:
      consent?.vitalStatusFromPublicSource === undefined
        ? undefined
        : capitals(consent.vitalStatusFromPublicSource).slice(0, 1),
    INDEXLMB: indexLimb === undefined ? undefined : capitals(indexLimb),
    STRATUM: last(state, 'Randomized')?.data.stratum,
    SAMEAS: last(state, 'SamePerson')?.data.sameAs,
  };
}
