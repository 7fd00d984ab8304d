import Big from 'big.js';
import { type CalendarDate, plusMonths } from './calendar.js';
import { firstDay, lastDay, type PartialDate } from './partial-date.js';
import { registrySource } from './source.js';

export const ANSWERS = ['yes', 'no', 'not-assessed'] as const;
export type Answer = (typeof ANSWERS)[number];

/** An infarction in the patient's history; its date is that of the latest one. */
export interface InfarctionHistory {
  readonly occurred: Answer;
  readonly lastOn?: PartialDate;
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
export interface EligibilityLimits {
  readonly hba1cPercentAbove: string;
  readonly prothrombinTimePercentBelow: string;
  /** Calendar months before the day for which it is judged. */
  readonly infarctionMonths: number;
}

/** The limits that the trial was registered with. */
export const REGISTERED_LIMITS: EligibilityLimits = {
  hba1cPercentAbove: '7.5',
  prothrombinTimePercentBelow: '50',
  infarctionMonths: 3,
};

/** The limits that a version of the protocol brought, by that version. What is not here changed no limit. */
const AMENDED_LIMITS: Readonly<Record<string, EligibilityLimits>> = {};

function amendedLimits(version: string): EligibilityLimits | undefined {
  return Object.hasOwn(AMENDED_LIMITS, version) ? AMENDED_LIMITS[version] : undefined;
}

/**
 * The limits that are in force after these versions of the protocol.
 * @param versions in the order in which they came into force
 * @param limitsOf the limits that a version brought; `undefined`: it changed none
 */
export function limitsInForce(
  versions: readonly string[],
  limitsOf: (version: string) => EligibilityLimits | undefined = amendedLimits,
): EligibilityLimits {
  return versions.map(limitsOf).findLast((limits) => limits !== undefined) ?? REGISTERED_LIMITS;
}

/** What a measured value may plausibly be; outside of it, it is a mistake. */
export const ELIGIBILITY_RANGES = {
  hba1cPercent: { min: '2', max: '25', fractionDigits: 1 },
  prothrombinTimePercent: { min: '0', max: '200', fractionDigits: 1 },
} as const;

/** Ages in years at the consent: the public registry's limit, and beyond which one is a mistake. */
export const CONSENT_AGE = { adult: 18, oldest: 110 } as const;

/** What answers are judged by besides the day for which they are judged. */
export interface Judging {
  readonly limits: EligibilityLimits;
  /** Infarctions that became known after the screening. */
  readonly infarctions: readonly InfarctionHistory[];
}

export interface Criterion {
  readonly id: CriterionId;
  readonly kind: 'inclusion' | 'exclusion';
  /** Its number in the protocol's list of its kind. */
  readonly number: number;
  readonly sentence: string;
  readonly source: string;
  /** Whether the criterion holds for the patient: `yes`, `no`, or `not-assessed` when that cannot be said yet. */
  readonly holds: (answers: EligibilityAnswers, day: CalendarDate, judging: Judging) => Answer;
}

const asked = (id: PlainCriterion) => (answers: EligibilityAnswers) => answers[id];
type PlainCriterion = Exclude<CriterionId, 'diabetes' | 'prothrombinTime' | 'recentInfarction'>;

function uncontrolledDiabetes(
  { diabetes }: EligibilityAnswers,
  _: CalendarDate,
  { limits: { hba1cPercentAbove } }: Judging,
): Answer {
  if (diabetes.present !== 'yes') return diabetes.present;
  const tooHigh = diabetes.hba1cPercent !== undefined && isAbove(diabetes.hba1cPercent, hba1cPercentAbove);
  if (tooHigh || diabetes.proliferativeRetinopathy === 'yes') return 'yes';
  return diabetes.hba1cPercent === undefined ? 'not-assessed' : diabetes.proliferativeRetinopathy;
}

function lowProthrombinTime(
  { prothrombinTime }: EligibilityAnswers,
  _: CalendarDate,
  { limits: { prothrombinTimePercentBelow } }: Judging,
): Answer {
  if (prothrombinTime.percent === undefined) return 'not-assessed';
  return isAbove(prothrombinTimePercentBelow, prothrombinTime.percent) ? 'yes' : 'no';
}

function recentInfarction(
  { recentInfarction: history }: EligibilityAnswers,
  day: CalendarDate,
  { limits: { infarctionMonths }, infarctions }: Judging,
): Answer {
  const since = plusMonths(day, -infarctionMonths);
  const each = [history.myocardial, history.brain, ...infarctions].map((infarction) => isSince(infarction, since));
  if (each.includes('yes')) return 'yes';
  return each.includes('not-assessed') ? 'not-assessed' : 'no';
}

/**
 * The very day three calendar months before still counts as within them, to be on the safe side. Of a date that is known in
 * part, every possible day has to agree.
 */
function isSince(infarction: InfarctionHistory, since: CalendarDate): Answer {
  if (infarction.occurred !== 'yes') return infarction.occurred;
  if (infarction.lastOn === undefined) return 'not-assessed';
  if (firstDay(infarction.lastOn) >= since) return 'yes';
  return lastDay(infarction.lastOn) < since ? 'no' : 'not-assessed';
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

/**
 * Judges all criteria for a day. One that stands against the patient decides, whatever else is not assessed yet.
 * @param infarctions what became known after the screening
 */
export function assessEligibility(
  answers: EligibilityAnswers,
  day: CalendarDate,
  limits: EligibilityLimits,
  infarctions: readonly InfarctionHistory[] = [],
): Eligibility {
  const judging = { limits, infarctions };
  const judged = CRITERIA.map((criterion) => ({ criterion, answer: criterion.holds(answers, day, judging) }));
  const against = { inclusion: 'no', exclusion: 'yes' } as const;
  const failed = judged
    .filter(({ criterion, answer }) => answer === against[criterion.kind])
    .map(({ criterion }) => criterion.id);
  const notAssessed = judged.filter(({ answer }) => answer === 'not-assessed').map(({ criterion }) => criterion.id);
  const undecided = notAssessed.length > 0 ? 'not-yet-decidable' : 'eligible';
  return { verdict: failed.length > 0 ? 'not-eligible' : undecided, failed, notAssessed };
}
