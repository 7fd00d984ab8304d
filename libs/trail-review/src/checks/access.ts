import { type AccountState, type Delegation, permits, type Role } from '@bali/access';
import { dateAt, endOf, TRIAL } from '@bali/protocol';
import { entriesOfType } from '@bali/trial';
import type { Found, Seen, TrailCheck } from '../check.js';
import { atTheEnd, bursts, fieldsOf, daysFrom, eachRecord, isType } from '../runs.js';
import type { Trail } from '../trail.js';

const ACCOUNT = 'account-';

const accountOf = ({ record }: Seen): string => record.stream.slice(ACCOUNT.length);

/** When a delegation ended or ends; `undefined`: it has no end. */
function endOfDelegation({ until, endedAt }: Delegation): string | undefined {
  const ends = [endedAt, until === undefined ? undefined : endOf(until, TRIAL.timeZone)];
  return ends.filter((end) => end !== undefined).toSorted()[0];
}

/** Since when an account has no delegation; `undefined`: it has one now, or will have one. */
function withoutSince({ createdAt, delegations }: AccountState, now: string): string | undefined {
  const ends = delegations.map((delegation) => endOfDelegation(delegation) ?? '9999');
  const last = [createdAt, ...ends].toSorted().at(-1) ?? createdAt;
  return last > now ? undefined : last;
}

const accountWithoutDelegation: TrailCheck = {
  id: 'account-without-delegation',
  group: 'access',
  title: 'Live accounts without a delegation',
  says: ({ withoutDelegationDays: days }) =>
    `An account is live, and has had no delegation for more than ${days} days.`,
  ledgers: ['access'],
  begin: ({ withoutDelegationDays }) =>
    atTheEnd(
      (seen) => isType(seen, 'AccountCreated'),
      (taken, trail, { now }) =>
        taken.flatMap((seen) => {
          const account = trail.accounts.get(accountOf(seen));
          if (account === undefined || account.deactivatedAt !== undefined) return [];
          const since = withoutSince(account, now);
          if (since === undefined || daysFrom(since, now) <= withoutDelegationDays) return [];
          const note = `The account ${account.userId ?? ''} is live, and has no delegation since ${since.slice(0, 10)}.`;
          return [trail.pointAt(seen, note)];
        }),
    ),
};

const lateRevocation: TrailCheck = {
  id: 'late-revocation',
  group: 'access',
  title: 'Days from leaving to revocation',
  says: ({ revocationDays: days }) =>
    `An account was deactivated more than ${days} days after its last delegation had ended.`,
  ledgers: ['access'],
  begin: ({ revocationDays }) =>
    eachRecord((seen, trail) => {
      if (!isType(seen, 'AccountDeactivated')) return undefined;
      const account = trail.accounts.get(accountOf(seen));
      const { recordedAt } = seen.record.metadata;
      const since = account && withoutSince(account, recordedAt);
      const days = since === undefined ? 0 : Math.floor(daysFrom(since, recordedAt));
      return days <= revocationDays
        ? 'fine'
        : { note: `The account was live for ${days} days after the last delegation.` };
    }),
};

const oddHours: TrailCheck = {
  id: 'odd-hours',
  group: 'access',
  title: 'Sign-ins at odd hours',
  says: ({ nightBegins, nightEnds }) =>
    `Somebody signed in between ${nightBegins}:00 and ${nightEnds}:00, and is no emergency physician.`,
  ledgers: ['access'],
  begin: ({ nightBegins, nightEnds }) =>
    eachRecord((seen, trail) => {
      if (!isType(seen, 'SignedIn')) return undefined;
      const { role } = fieldsOf(seen) as { readonly role: string };
      const { hour } = trail.clockAt(seen);
      if (role === 'emergency-physician' || !isNight(hour, nightBegins, nightEnds)) return 'fine';
      return { note: `Signed in at ${hour} o'clock as ${role}.` };
    }),
};

/** Whether an hour is in the night, which may begin before midnight. */
export function isNight(hour: number, begins: number, ends: number): boolean {
  return begins > ends ? hour >= begins || hour < ends : hour >= begins && hour < ends;
}

const failureBursts: TrailCheck = {
  id: 'failure-bursts',
  group: 'access',
  title: 'Bursts of failures',
  says: ({ failures, failureMinutes }) =>
    `Of one account, ${failures} sign-ins or signatures or more were refused within ${failureMinutes} minutes.`,
  ledgers: ['access'],
  begin: ({ failures: size, failureMinutes: withinMinutes }) =>
    bursts({
      ...{ size, withinMinutes },
      keyOf: (seen) => (isType(seen, 'SignInRefused', 'CredentialsRefused') ? seen.record.stream : undefined),
      noteOf: (many) => `${many} refusals in a short time.`,
    }),
};

const shortDelegation: TrailCheck = {
  id: 'short-delegation',
  group: 'access',
  title: 'Rights granted, used, and withdrawn',
  says: ({ shortDelegationHours: hours }) =>
    `A role was ended less than ${hours} hours after it was delegated, and its holder had signed in with it.`,
  ledgers: ['access'],
  begin: ({ shortDelegationHours }) => {
    const signedIn = new Map<string, { readonly role: string; readonly at: string }[]>();
    return eachRecord((seen, trail) => {
      const account = accountOf(seen);
      const at = seen.record.metadata.recordedAt;
      if (isType(seen, 'SignedIn')) {
        const { role } = fieldsOf(seen) as { readonly role: string };
        signedIn.set(account, [...(signedIn.get(account) ?? []), { role, at }].slice(-100));
      }
      if (!isType(seen, 'DelegationEnded')) return undefined;
      const { delegation } = fieldsOf(seen) as { readonly delegation: number };
      const held = trail.accounts.get(account)?.delegations.find(({ number }) => number === delegation);
      if (held === undefined || daysFrom(held.delegatedAt, at) * 24 >= shortDelegationHours) return 'fine';
      const uses = (signedIn.get(account) ?? []).filter((use) => use.role === held.role && use.at >= held.delegatedAt);
      if (uses.length === 0) return 'fine';
      return { note: `The role ${held.role} was held for a short time, and used in ${uses.length} sessions.` };
    });
  },
};

interface Read {
  readonly what?: string;
  readonly patient?: string;
}

/** Whether the trial ledger says that this was shown to this person: of a patient, or of all. */
function isExplained(trail: Trail, { patient }: Read, { record }: Seen): boolean {
  const { actor, recordedAt } = record.metadata;
  const unblinded = entriesOfType(trail.trial, 'TrialUnblinded')[0];
  if (unblinded !== undefined && unblinded.recordedAt <= recordedAt) return true;
  const entries = patient === undefined ? [] : trail.patient(patient).entries;
  return entries.some((entry) => entry.type === 'PatientUnblinded' && entry.data.shownTo === actor.userId);
}

const readsThatCouldUnblind: TrailCheck = {
  id: 'reads-that-could-unblind',
  group: 'access',
  title: 'Readings that could unblind',
  says: () =>
    'Somebody outside the cell therapy unit was shown what could unblind, before the trial was unblinded, and no unblinding of ' +
    'that patient by that person is recorded.',
  ledgers: ['access'],
  begin: () =>
    atTheEnd(
      (seen) => isType(seen, 'SealedDataRead', 'SealedDataReadOnDay', 'SealedPackageExported'),
      (taken, trail) =>
        taken.flatMap((seen): readonly Found[] => {
          const { role } = seen.record.metadata.actor;
          const read = fieldsOf(seen) as Read;
          if (role === 'cell-therapy-unit' || isExplained(trail, read, seen)) return [];
          // Whoever may read all of it reads on a day; who was told one arm may read that one again.
          if (isType(seen, 'SealedDataReadOnDay') && !permits(role as Role, 'read-cells')) return [];
          return [trail.pointAt(seen, 'No recorded unblinding explains this reading.')];
        }),
    ),
};

export const ACCESS_CHECKS: readonly TrailCheck[] = [
  accountWithoutDelegation,
  lateRevocation,
  oddHours,
  failureBursts,
  shortDelegation,
  readsThatCouldUnblind,
];

/** The day in the zone of the trial. */
export function trialDay(instant: string): string {
  return dateAt(instant, TRIAL.timeZone);
}
