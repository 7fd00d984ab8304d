import Big from 'big.js';
import { type CalendarDate, plusMonths } from './calendar.js';
import { registrySource } from './source.js';

export const ANSWERS = ['yes', 'no', 'not-assessed'] as const;
export type Answer = (typeof ANSWERS)[number];

/** An infarction in the patient's history; its date is that of the latest one. */
export interface InfarctionHistory {
  readonly occurred: Answer;
  readonly lastOn?: CalendarDate;
}

/** The answers to all criteria. A measured value that is missing was not measured; that is not a "no". */
export interface EligibilityAnswers {
  readonly criticalLimbIschemia: Answer;
  readonly noSurgicalOption: Answer;
  readonly ongoingInfection: Answer;
  readonly gangreneBeyondDigits: Answer;
  /** HbA1c in percent, a decimal as text. */
  readonly diabetes: {
    readonly present: Answer;
    readonly hba1cPercent?: string;
    readonly proliferativeRetinopathy: Answer;
  };
  readonly malignantDisease: Answer;
  readonly anaesthesiaContraindication: Answer;
  readonly chronicHaemodialysis: Answer;
  /** Prothrombin time in percent, a decimal as text. */
  readonly prothrombinTime: { readonly percent?: string };
  readonly recentInfarction: { readonly myocardial: InfarctionHistory; readonly brain: InfarctionHistory };
  readonly antithromboticContraindication: Answer;
  readonly heparinInducedThrombocytopenia: Answer;
  readonly unexplainedHaematologicalAbnormality: Answer;
}
export type CriterionId = keyof EligibilityAnswers;

/** Limits with a number in them. A value exactly at the limit does not exclude. */
export const ELIGIBILITY_LIMITS = {
  hba1cPercentAbove: '7.5',
  prothrombinTimePercentBelow: '50',
  infarctionMonths: 3,
} as const;

/** What a measured value may plausibly be; outside of it, it is a mistake. */
export const ELIGIBILITY_RANGES = {
  hba1cPercent: { min: '2', max: '25', fractionDigits: 1 },
  prothrombinTimePercent: { min: '0', max: '200', fractionDigits: 1 },
} as const;

export interface Criterion {
  readonly id: CriterionId;
  readonly kind: 'inclusion' | 'exclusion';
  /** Its number in the protocol's list of its kind. */
  readonly number: number;
  readonly sentence: string;
  readonly source: string;
  /** Whether the criterion holds for the patient: `yes`, `no`, or `not-assessed` when that cannot be said yet. */
  readonly holds: (answers: EligibilityAnswers, screenedOn: CalendarDate) => Answer;
}

const asked = (id: PlainCriterion) => (answers: EligibilityAnswers) => answers[id];
type PlainCriterion = Exclude<CriterionId, 'diabetes' | 'prothrombinTime' | 'recentInfarction'>;

function uncontrolledDiabetes({ diabetes }: EligibilityAnswers): Answer {
  if (diabetes.present !== 'yes') return diabetes.present;
  const tooHigh =
    diabetes.hba1cPercent !== undefined && isAbove(diabetes.hba1cPercent, ELIGIBILITY_LIMITS.hba1cPercentAbove);
  if (tooHigh || diabetes.proliferativeRetinopathy === 'yes') return 'yes';
  return diabetes.hba1cPercent === undefined ? 'not-assessed' : diabetes.proliferativeRetinopathy;
}

function lowProthrombinTime({ prothrombinTime }: EligibilityAnswers): Answer {
  if (prothrombinTime.percent === undefined) return 'not-assessed';
  return isAbove(ELIGIBILITY_LIMITS.prothrombinTimePercentBelow, prothrombinTime.percent) ? 'yes' : 'no';
}

function recentInfarction({ recentInfarction: history }: EligibilityAnswers, screenedOn: CalendarDate): Answer {
  const each = [history.myocardial, history.brain].map((infarction) => isRecent(infarction, screenedOn));
  if (each.includes('yes')) return 'yes';
  return each.includes('not-assessed') ? 'not-assessed' : 'no';
}

/** On the very day three calendar months before the screening still counts as within them: the careful reading. */
function isRecent(infarction: InfarctionHistory, screenedOn: CalendarDate): Answer {
  if (infarction.occurred !== 'yes') return infarction.occurred;
  if (infarction.lastOn === undefined) return 'not-assessed';
  return infarction.lastOn >= plusMonths(screenedOn, -ELIGIBILITY_LIMITS.infarctionMonths) ? 'yes' : 'no';
}

function isAbove(value: string, limit: string): boolean {
  return new Big(value).gt(limit);
}

function inclusion(number: number, id: PlainCriterion, sentence: string): Criterion {
  return {
    id,
    kind: 'inclusion',
    number,
    sentence,
    source: registrySource(`inclusion criterion ${number}`),
    holds: asked(id),
  };
}

function exclusion(number: number, id: CriterionId, sentence: string, holds: Criterion['holds']): Criterion {
  return { id, kind: 'exclusion', number, sentence, source: registrySource(`exclusion criterion ${number}`), holds };
}

export const CRITERIA: readonly Criterion[] = [
  inclusion(1, 'criticalLimbIschemia', 'critical limb ischemia'),
  inclusion(2, 'noSurgicalOption', 'no possible surgical treatment'),
  exclusion(1, 'ongoingInfection', 'ongoing infectious disease', asked('ongoingInfection')),
  exclusion(2, 'gangreneBeyondDigits', 'gangrene extending beyond the digits', asked('gangreneBeyondDigits')),
  exclusion(
    3,
    'diabetes',
    'diabetes mellitus with HbA1c > 7.5 % or with proliferative retinopathy',
    uncontrolledDiabetes,
  ),
  exclusion(4, 'malignantDisease', 'history of malignant disease', asked('malignantDisease')),
  exclusion(
    5,
    'anaesthesiaContraindication',
    'contra-indication to general anaesthesia',
    asked('anaesthesiaContraindication'),
  ),
  exclusion(6, 'chronicHaemodialysis', 'chronic haemodialysis', asked('chronicHaemodialysis')),
  exclusion(7, 'prothrombinTime', 'prothrombin time < 50 %', lowProthrombinTime),
  exclusion(8, 'recentInfarction', 'myocardial or brain infarction within the last 3 months', recentInfarction),
  exclusion(
    9,
    'antithromboticContraindication',
    'contra-indication to modifying anti-platelet or anticoagulant therapy',
    asked('antithromboticContraindication'),
  ),
  exclusion(
    10,
    'heparinInducedThrombocytopenia',
    'history of heparin-induced thrombocytopenia',
    asked('heparinInducedThrombocytopenia'),
  ),
  exclusion(
    11,
    'unexplainedHaematologicalAbnormality',
    'unexplained haematological abnormality',
    asked('unexplainedHaematologicalAbnormality'),
  ),
];

export const VERDICTS = ['eligible', 'not-eligible', 'not-yet-decidable'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Eligibility {
  readonly verdict: Verdict;
  /** The criteria that stand against the patient: inclusion criteria that do not hold, exclusion criteria that do. */
  readonly failed: readonly CriterionId[];
  /** The criteria that could not be judged yet. */
  readonly notAssessed: readonly CriterionId[];
}

/** Judges all criteria. One that stands against the patient decides, whatever else is not assessed yet. */
export function assessEligibility(answers: EligibilityAnswers, screenedOn: CalendarDate): Eligibility {
  const judged = CRITERIA.map((criterion) => ({ criterion, answer: criterion.holds(answers, screenedOn) }));
  const against = { inclusion: 'no', exclusion: 'yes' } as const;
  const failed = judged
    .filter(({ criterion, answer }) => answer === against[criterion.kind])
    .map(({ criterion }) => criterion.id);
  const notAssessed = judged.filter(({ answer }) => answer === 'not-assessed').map(({ criterion }) => criterion.id);
  const undecided = notAssessed.length > 0 ? 'not-yet-decidable' : 'eligible';
  return { verdict: failed.length > 0 ? 'not-eligible' : undecided, failed, notAssessed };
}
