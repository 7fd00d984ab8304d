import type { DatePrecision } from '@bali/protocol';
import { has, last } from '@bali/trial';
import type { Row } from '../model/dataset.js';
import { actualArmOf, ARM_TITLES, armOf, MASKED_TREATMENT } from '../model/masking.js';
import { type Subject, usubjid } from '../model/subject.js';
import { coded, codelist, NO_YES, text } from '../model/variables.js';
import { STUDYID, USUBJID } from '../sdtm/domain.js';

const NOT_TREATED = 'NOT TREATED';
const TREATMENTS = codelist('TRT', 'Treatment', {
  ...ARM_TITLES,
  [MASKED_TREATMENT]: 'The arm is masked, as it is for every subject until the trial is unblinded.',
  [NOT_TREATED]: 'Nothing was implanted.',
});

/** What every table of an analysis begins with. */
export const IDENTIFIERS = [
  ...[STUDYID, USUBJID],
  text('SUBJID', 'Subject Identifier for the Study', 12, 'Assigned', { isMandatory: true }),
  text('SITEID', 'Study Site Identifier', 3, 'Collected', { source: 'ConsentGiven.site' }),
  coded('TRT01P', 'Planned Treatment for Period 01', TREATMENTS, 'Assigned'),
  coded('TRT01A', 'Actual Treatment for Period 01', TREATMENTS, 'Assigned'),
  coded('ITTFL', 'Intent-To-Treat Population Flag', NO_YES, 'Derived', {
    explanation: 'Everybody who was randomized; of a person under two codes, the code that counts.',
  }),
  coded('SAFFL', 'Safety Population Flag', NO_YES, 'Derived', { explanation: 'Everybody whose harvest was begun.' }),
  coded('PPROTFL', 'Per-Protocol Population Flag', NO_YES, 'Derived', {
    explanation:
      'Implanted, into the index limb, and no deviation was assessed to exclude the subject. Those of the cell therapy unit count once arms ' +
      'are shown.',
  }),
];

export function identifiersOf(subject: Subject): Row {
  const { outcome, state } = subject;
  const flag = (isIn: boolean | undefined): string => (isIn === true ? 'Y' : 'N');
  const populations = outcome?.populations;
  return {
    ...{ STUDYID: subject.trialId, USUBJID: usubjid(subject), SUBJID: subject.patient },
    ...{ SITEID: last(state, 'ConsentGiven')?.data.site, ...treatments(subject) },
    ...{
      ITTFL: flag(populations?.intentionToTreat),
      SAFFL: flag(populations?.safety),
      PPROTFL: flag(populations?.perProtocol),
    },
  };
}

function treatments(subject: Subject): Row {
  if (!has(subject.state, 'Randomized')) return {};
  const planned = armOf(subject) ?? MASKED_TREATMENT;
  const actual = actualArmOf(subject) ?? MASKED_TREATMENT;
  return { TRT01P: planned, TRT01A: has(subject.state, 'Implanted') ? actual : NOT_TREATED };
}

/** How far a day that was imputed is not known, as ADaM says it: the day is taken, or the month and the day. */
export function imputationFlag(precision: DatePrecision): 'D' | 'M' | undefined {
  return precision === 'day' ? undefined : precision === 'month' ? 'D' : 'M';
}

export const IMPUTATION_FLAGS = codelist('DATEFL', 'What of the date is imputed', {
  D: 'The day',
  M: 'The month and the day',
});
