import { onDate } from '@bali/protocol';
import {
  type Adjudication,
  adjudicationsOf,
  dayAt,
  has,
  isLocked,
  type PatientState,
  type TrialState,
} from '@bali/trial';
import type { WorkFinder } from './work-items.js';

/** What adjudicators have still to judge of a randomized patient: nobody has judged it, the site has corrected it since, or they differ. */
export const endpointsToAdjudicate: WorkFinder = (state, { trial, zones }) =>
  adjudicable(state, trial)
    .filter(({ standing, isOutdated }) => standing === 'not-judged' || standing === 'adjudicators-differ' || isOutdated)
    .map((adjudication) => ({
      standing: 'due',
      why: whyToJudge(adjudication),
      ...{ entry: adjudication.of.id, from: dayAt(adjudication.of.recordedAt, zones) },
    }));

/** What they could not judge by what is known, and the site has not put right since. */
export const adjudicationsToClearUp: WorkFinder = (state, { trial }) =>
  adjudicable(state, trial)
    .filter(({ standing, isOutdated }) => standing === 'not-assessable' && !isOutdated)
    .map(({ of }) => ({
      standing: 'due',
      why: `The adjudicators could not judge the ${nounOf(of)} by what is known.`,
      entry: of.id,
    }));

/** Once the database is locked, nothing is judged any more. */
function adjudicable(state: PatientState, trial: TrialState): readonly Adjudication[] {
  return isLocked(trial) || !has(state, 'Randomized') ? [] : adjudicationsOf(state);
}

function whyToJudge({ of, standing, isOutdated }: Adjudication): string {
  const what = `${nounOf(of)} ${onDate(of.type === 'Died' ? of.data.diedOn : of.data.performedOn)}`;
  if (isOutdated) return `The site has corrected the ${what} since it was judged.`;
  return standing === 'not-judged' ? `The ${what} is not judged yet.` : `Adjudicators differ about the ${what}.`;
}

function nounOf({ type }: Adjudication['of']): string {
  return type === 'Died' ? 'death' : 'amputation';
}
