import { PRIMARY_ENDPOINT } from '@bali/protocol';
import type { ByTwoPeople } from '@bali/schema';
import { all, type PatientState } from '../patient/chart.js';
import { isSerious } from '../safety/seriousness.js';
import { type TrialState, visitsInForce } from '../trial/trial-state.js';

/** Of an event that counts for the endpoint or for safety, whatever its values are. */
export const BY_TWO_PEOPLE: ByTwoPeople = { says: '', isAsked: () => true };

export const byTwoIfOfTheEndpoint: ByTwoPeople = {
  says: 'if it is the visit of the primary endpoint',
  isAsked: ({ visit }: { readonly visit: string }, _: PatientState, { trial }: { readonly trial: TrialState }) => {
    const ofTheEndpoint = visitsInForce(trial).filter(
      ({ monthsAfterImplantation }) => monthsAfterImplantation === PRIMARY_ENDPOINT.months,
    );
    return ofTheEndpoint.some(({ code }) => code === visit);
  },
};

/** The report and all news of an adverse event, as soon as one of them says that it is serious. */
export const byTwoIfSerious: ByTwoPeople = {
  says: 'if the adverse event is serious',
  isAsked: ({ number }: { readonly number: number }, state: PatientState) =>
    [...all(state, 'AdverseEventReported'), ...all(state, 'AdverseEventFollowedUp')].some(
      ({ data }) => data.number === number && isSerious(data.seriousness),
    ),
};
