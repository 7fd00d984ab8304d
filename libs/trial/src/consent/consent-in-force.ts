import type { CalendarDate } from '@bali/protocol';
import { all, type EntryOfType, has, type PatientState } from '../patient/chart.js';
import type { ConsentScope } from './scopes.js';

/** A consent as it was given or renewed. */
export interface SignedConsent {
  readonly signedOn: CalendarDate;
  readonly informationVersion: string;
  readonly vitalStatusFromPublicSource?: 'yes' | 'no';
}

/** All consents of the patient in the order of their days; on one day, in the order in which they were recorded. */
function consentsOf(state: PatientState): readonly SignedConsent[] {
  const given = all(state, 'ConsentGiven').map(({ data }) => ({ ...data, signedOn: data.consentedOn }));
  const renewed = all(state, 'ConsentRenewed').map(({ data }) => ({ ...data, signedOn: data.renewedOn }));
  return [...given, ...renewed].toSorted((one, other) => compare(one.signedOn, other.signedOn));
}

/** The consent that the patient signed last, on or before a day. */
export function consentOn(state: PatientState, day: CalendarDate): SignedConsent | undefined {
  return consentsOf(state).findLast(({ signedOn }) => signedOn <= day);
}

/** A withdrawal from one part of the consent, and from which day on it was given again, if it was. */
export interface WithdrawalFrom {
  readonly withdrawal: EntryOfType<'ConsentWithdrawn'>;
  readonly givenAgainOn?: CalendarDate;
}

/** The withdrawals from a part of the consent. Whoever withdraws from the follow-up withdraws from the treatment, too. */
export function withdrawalsFrom(state: PatientState, scope: ConsentScope): readonly WithdrawalFrom[] {
  return all(state, 'ConsentWithdrawn')
    .filter(({ data }) => concerns(data.from, scope))
    .map((withdrawal) => {
      const givenAgainOn = firstRenewal(state, withdrawal, scope);
      return givenAgainOn === undefined ? { withdrawal } : { withdrawal, givenAgainOn };
    });
}

/** Whether consent to a part is withdrawn now: withdrawn, and not given again since. */
export function isWithdrawnFrom(state: PatientState, scope: ConsentScope): boolean {
  return withdrawalInForce(state, scope) !== undefined;
}

/** The withdrawal from a part that stands now. */
export function withdrawalInForce(
  state: PatientState,
  scope: ConsentScope,
): EntryOfType<'ConsentWithdrawn'> | undefined {
  return withdrawalsFrom(state, scope).find(({ givenAgainOn }) => givenAgainOn === undefined)?.withdrawal;
}

/** Whether the patient takes part no more: withdrawn from the follow-up, or from a treatment that is not yet assigned. */
export function hasLeft(state: PatientState): boolean {
  return isWithdrawnFrom(state, 'follow-up') || (!has(state, 'Randomized') && isWithdrawnFrom(state, 'treatment'));
}

/** What a withdrawal meant when it did not say from what: no treatment any more, and nothing later recorded. */
const FROM_EVERYTHING: readonly ConsentScope[] = ['treatment', 'follow-up'];

function concerns(from: readonly ConsentScope[] | undefined, scope: ConsentScope): boolean {
  const parts = from ?? FROM_EVERYTHING;
  return parts.includes(scope) || (scope === 'treatment' && parts.includes('follow-up'));
}

function firstRenewal(
  state: PatientState,
  { data: { withdrawnOn }, revision }: EntryOfType<'ConsentWithdrawn'>,
  scope: ConsentScope,
): CalendarDate | undefined {
  return all(state, 'ConsentRenewed')
    .filter(({ data }) => data.to.includes(scope))
    .filter(
      (one) => one.data.renewedOn > withdrawnOn || (one.data.renewedOn === withdrawnOn && one.revision > revision),
    )
    .map(({ data }) => data.renewedOn)
    .toSorted()
    .at(0);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
