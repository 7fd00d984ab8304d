import { type CalendarDate, CRITERIA, type CriterionId } from '@bali/protocol';
import { type TrialState, visitsInForce } from '@bali/trial';
import { countedOnce } from './counted-once.js';
import { countedAsLocked } from '../trial-state/beside-lock.js';
import type { PatientSummary } from '../trial-state/patient-summary.js';
import { primaryEndpointOf } from './primary-endpoint.js';

/** The flow of patients through the trial (CONSORT 2010), pooled over both arms. Counts of patients. */
export interface ConsortFlow {
  readonly consented: number;
  /** Screened, the last screening of each counting. */
  readonly assessedForEligibility: number;
  readonly excluded: {
    readonly total: number;
    /** In the protocol's order, those that excluded somebody; one patient may be excluded by several. */
    readonly byCriterion: readonly ExcludedByCriterion[];
  };
  readonly notYetDecidable: number;
  /** Eligible, and not randomized (yet). */
  readonly eligibleNotRandomized: number;
  readonly randomized: number;
  readonly harvested: number;
  readonly implanted: number;
  /** Per visit of the schedule in force, who was assessed at it. */
  readonly followed: readonly { readonly visit: string; readonly title: string; readonly assessed: number }[];
  /** Of the randomized; a patient may be among several. */
  readonly withdrawn: number;
  readonly lostToFollowUp: number;
  readonly died: number;
  readonly completed: number;
  /** Evaluable for the primary endpoint. */
  readonly analysed: number;
}

export interface ExcludedByCriterion {
  readonly criterion: CriterionId;
  readonly kind: 'inclusion' | 'exclusion';
  readonly number: number;
  readonly sentence: string;
  readonly patients: number;
}

/** @param asOf see `primaryEndpointOf`. */
export function consortFlowOf(trial: TrialState, all: readonly PatientSummary[], asOf: CalendarDate): ConsortFlow {
  // A code whose consent was annulled stands for nobody.
  const patients = countedOnce(countedAsLocked(trial, all)).filter(({ status }) => status !== 'annulled');
  const randomized = patients.filter(({ randomizedAt }) => randomizedAt !== undefined);
  const screened = (verdict: string): readonly PatientSummary[] =>
    patients.filter(({ screening, randomizedAt }) => screening?.verdict === verdict && randomizedAt === undefined);
  const among = (member: keyof PatientSummary): number => randomized.filter((patient) => member in patient).length;
  const excluded = screened('not-eligible');
  return {
    consented: patients.length,
    assessedForEligibility: patients.filter(({ screening }) => screening !== undefined).length,
    excluded: { total: excluded.length, byCriterion: byCriterion(excluded) },
    notYetDecidable: screened('not-yet-decidable').length,
    eligibleNotRandomized: screened('eligible').length,
    randomized: randomized.length,
    harvested: among('harvestedAt'),
    implanted: among('implantedAt'),
    followed: visitsInForce(trial).map(({ code, title }) => ({
      visit: code,
      title,
      assessed: patients.filter(({ visits }) => visits.some(({ visit }) => visit === code)).length,
    })),
    withdrawn: among('withdrawnOn'),
    lostToFollowUp: among('lastContactOn'),
    died: among('diedOn'),
    completed: among('completedOn'),
    analysed: primaryEndpointOf(trial, patients, asOf).evaluable,
  };
}

function byCriterion(excluded: readonly PatientSummary[]): readonly ExcludedByCriterion[] {
  return CRITERIA.map(({ id, kind, number, sentence }) => ({
    criterion: id,
    kind,
    number,
    sentence,
    patients: excluded.filter(({ screening }) => screening?.failed.includes(id)).length,
  })).filter((criterion) => criterion.patients > 0);
}
