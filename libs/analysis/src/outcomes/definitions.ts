import type { CalendarDate } from '@bali/protocol';
import type { Analysis, TimeZones, TrialState } from '@bali/trial';

/** What a partly known date is taken for: the day in the middle of its possible days, or one of their ends. */
export type Imputation = 'middle' | 'first' | 'last';

/** What counts as an event of the curve. */
export interface EndpointDefinition {
  /** Which limb's amputations count. */
  readonly limbs: 'index-limb' | 'either-limb';
  /** Which amputations and procedures count besides death. */
  readonly events: 'major-amputation' | 'any-amputation-or-revascularization';
  /** From which day the time is counted. */
  readonly from: 'time-zero' | 'randomization' | 'inclusion';
  readonly imputation: Imputation;
  /** Whether amputations and death are taken as adjudicators judged them, or as the sites recorded them. */
  readonly judgedBy: 'adjudicators' | 'sites';
}

/** The primary endpoint (docs/endpoint.md): death, or major amputation of the index limb, within 6 months of time zero. */
export const PRIMARY: EndpointDefinition = {
  limbs: 'index-limb',
  events: 'major-amputation',
  from: 'time-zero',
  imputation: 'middle',
  judgedBy: 'adjudicators',
};

/** A sensitivity analysis, and the name that an analysis plan has for it. */
export interface Sensitivity extends EndpointDefinition {
  readonly analysis: Analysis;
}

/** What stands beside the primary analysis, to show how far the result depends on its choices. */
export const SENSITIVITIES: Readonly<Record<string, Sensitivity>> = {
  'from the randomization': { ...PRIMARY, from: 'randomization', analysis: 'from-the-randomization' },
  'from the inclusion': { ...PRIMARY, from: 'inclusion', analysis: 'from-the-inclusion' },
  'of either limb': { ...PRIMARY, limbs: 'either-limb', analysis: 'either-limb' },
  'any amputation or revascularization': {
    ...{ ...PRIMARY, events: 'any-amputation-or-revascularization' },
    analysis: 'any-amputation-or-revascularization',
  },
  'as the sites recorded it': { ...PRIMARY, judgedBy: 'sites', analysis: 'as-recorded-by-sites' },
  'partly known dates on their first day': { ...PRIMARY, imputation: 'first', analysis: 'partial-dates-on-first-day' },
  'partly known dates on their last day': { ...PRIMARY, imputation: 'last', analysis: 'partial-dates-on-last-day' },
};

/** The hypothetical sensitivity analysis, which only somebody can make who knows to whom kept cells were given. */
export const CELLS_CENSORED = {
  name: 'as if nobody had been given kept cells before 6 months',
  analysis: 'cells-before-six-months-censored',
} as const satisfies { readonly name: string; readonly analysis: Analysis };

/** Days of a patient who was observed over all 6 months: figures are read there (6 months are 181 to 184 days). */
export const FULL_TIME = 184;
/** The horizon of the restricted mean, in days: the shortest 6 months. */
export const RESTRICTED_MEAN_HORIZON = 181;

/** What an outcome is judged with besides the patient's own record. */
export interface OutcomeContext {
  readonly trial: TrialState;
  /** The clocks of where the patient was, by day. */
  readonly timeZone: TimeZones;
  /** The day of the position up to which everything is known. */
  readonly asOf: CalendarDate;
  /** Whether the patient was really given another product than that of the arm. Default: that is not known. */
  readonly wasGivenOther?: boolean;
  /** Whether a deviation of the cell therapy unit was judged to exclude the patient. Absent: it is sealed, or excludes nobody. */
  readonly isExcludedByUnit?: boolean;
}
