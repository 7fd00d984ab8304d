import { last } from '@bali/trial';
import type { Dataset, Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { coded, codelist, date, integer, NO_YES, text } from '../model/variables.js';
import { IDENTIFIERS, identifiersOf } from './common.js';

/** Subject-level analysis: one row a subject. */
export const ADSL: Dataset = {
  ...{
    name: 'ADSL',
    label: 'Subject-Level Analysis Dataset',
    kind: 'SUBJECT LEVEL ANALYSIS DATASET',
    purpose: 'Analysis',
  },
  ...{ structure: 'One record per subject', keys: ['STUDYID', 'USUBJID'] },
  variables: [
    ...IDENTIFIERS,
    integer('AGE', 'Age', 'Derived', { explanation: 'The year of the consent minus the year of birth.' }),
    coded('SEX', 'Sex', codelist('SEX', 'Sex', { F: 'Female', M: 'Male' }), 'Collected', {
      source: 'ConsentGiven.sex',
    }),
    text('STRATAR', 'Stratum of the Randomization', 9, 'Assigned', { source: 'Randomized.stratum' }),
    text('INDEXLMB', 'Index Limb', 5, 'Collected', { source: 'BaselineAssessed.indexLimb' }),
    date('RANDDT', 'Date of Randomization', 'Derived', { source: 'Randomized.randomizedAt' }),
    date('TRTSDT', 'Date of First Exposure to Treatment', 'Derived', { source: 'Implanted.implantedAt' }),
    date('TZERODT', 'Time Zero', 'Derived', {
      explanation: 'The first implantation, or the randomization where there is none.',
    }),
    date('M6DT', 'Last Day on which an Event Counts', 'Derived', {
      explanation: 'The same calendar day 6 months after time zero.',
    }),
    coded('WINCLFL', '6-Month Window Has Closed Flag', NO_YES, 'Derived'),
    coded('EVALFL', 'Evaluable for the Endpoint Flag', NO_YES, 'Derived'),
  ],
};

export function adslRows(subject: Subject): readonly Row[] {
  const consent = last(subject.state, 'ConsentGiven')?.data;
  if (consent === undefined) return [];
  const AGE = Number(consent.consentedOn.slice(0, 4)) - consent.yearOfBirth;
  return [{ ...identifiersOf(subject), AGE, SEX: consent.sex === 'female' ? 'F' : 'M', ...outcomeValues(subject) }];
}

/** What is known of whoever is randomized. */
function outcomeValues({ outcome }: Subject): Row {
  if (outcome === undefined) return {};
  const flag = (is: boolean): string => (is ? 'Y' : 'N');
  const { stratum, indexLimb, randomizedOn, timeZero, hasTimeZeroOfImplantation } = outcome;
  return {
    ...{ STRATAR: stratum, INDEXLMB: indexLimb?.toUpperCase(), RANDDT: randomizedOn, TZERODT: timeZero },
    ...{ TRTSDT: hasTimeZeroOfImplantation ? timeZero : undefined, M6DT: outcome.sixMonthsOn },
    ...{ WINCLFL: flag(outcome.isWindowClosed), EVALFL: flag(outcome.isEvaluable) },
  };
}
