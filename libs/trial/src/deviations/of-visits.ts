import { firstDay, type CalendarDate } from '@bali/protocol';
import { indexLimbOf } from '../baseline/baseline-in-force.js';
import { withdrawalInForce } from '../consent/consent-in-force.js';
import { contactsOf, tellsOf } from '../follow-up/contacts.js';
import { endpointWindow, type VisitWindow } from '../follow-up/visit-windows.js';
import { all, has, last, type PatientState } from '../patient/chart.js';
import { majorAmputations } from '../patient/status.js';
import { found, type Finder } from './deviation.js';

/** The entries from which the windows of a patient are counted. */
function timeZeroEntries(state: PatientState): readonly (string | undefined)[] {
  return [(all(state, 'Implanted')[0] ?? all(state, 'Randomized')[0])?.id];
}

/** Nobody is followed up after this day. */
function followedUntil(state: PatientState): CalendarDate | undefined {
  const days = [
    last(state, 'Died')?.data.diedOn,
    withdrawalInForce(state, 'follow-up')?.data.withdrawnOn,
    has(state, 'SamePerson') ? '' : undefined,
  ];
  return days
    .filter((day) => day !== undefined)
    .map((day) => (day === '' ? '' : firstDay(day)))
    .toSorted()[0];
}

export const visitsOutOfWindow: Finder = (state, looking) => {
  const windows = new Map(looking.windows.map((window) => [window.visit.code, window]));
  return all(state, 'FollowUpAssessed').flatMap(({ id, data: { visit, assessedOn } }) => {
    const window = windows.get(visit);
    if (window === undefined || (window.opensOn <= assessedOn && assessedOn <= window.closesOn)) return [];
    const records = [id, ...timeZeroEntries(state)];
    return found('visit-out-of-window', visit, { on: assessedOn, records, visit });
  });
};

export const missedVisits: Finder = (state) => {
  const taken = new Set(all(state, 'FollowUpAssessed').map(({ data }) => data.visit));
  return all(state, 'VisitMissed')
    .filter(({ data }) => !taken.has(data.visit))
    .map(({ id, data: { visit, missedOn } }) => found('visit-missed', visit, { on: missedOn, records: [id], visit }));
};

export const visitsNotAccountedFor: Finder = (state, { windows, asOf }) => {
  const until = followedUntil(state);
  const said = new Set([...all(state, 'FollowUpAssessed'), ...all(state, 'VisitMissed')].map(({ data }) => data.visit));
  const isOver = ({ closesOn, opensOn }: VisitWindow) => closesOn < asOf && (until === undefined || until > opensOn);
  return windows
    .filter((window) => isOver(window) && !said.has(window.visit.code))
    .map(({ visit: { code }, closesOn }) =>
      found('visit-not-accounted-for', code, { on: closesOn, records: timeZeroEntries(state), visit: code }),
    );
};

export const sixMonthStatusMissing: Finder = (state, { windows, asOf }) => {
  const window = endpointWindow(windows);
  const until = followedUntil(state);
  if (window === undefined || window.closesOn >= asOf || (until !== undefined && until <= window.opensOn)) return [];
  const limb = indexLimbOf(state);
  const limbs = limb === undefined ? (['left', 'right'] as const) : [limb];
  if (majorAmputations(state).some(({ side }) => limbs.includes(side))) return [];
  const isKnown = contactsOf(state).some(
    (contact) =>
      contact.on >= window.opensOn &&
      contact.vitalStatus !== 'not-known' &&
      limbs.every((one) => tellsOf(contact, one)),
  );
  if (isKnown) return [];
  const { code } = window.visit;
  return [
    found('six-month-status-missing', code, { on: window.closesOn, records: timeZeroEntries(state), visit: code }),
  ];
};
