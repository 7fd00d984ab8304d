import type { Found, ReviewedLedger, Seen, TrailCheck } from '../check.js';
import { atTheEnd, fieldsOf, daysFrom, eachRecord, isType } from '../runs.js';
import { trialDay } from './access.js';

const clockSteps: TrailCheck = {
  id: 'clock-steps',
  group: 'system',
  title: 'Steps of the clock',
  says: () => 'The clock of the machine did not show the time that was expected.',
  ledgers: ['access'],
  begin: () =>
    eachRecord((seen) => {
      if (!isType(seen, 'ClockStepped', 'ClockAccepted')) return undefined;
      if (isType(seen, 'ClockAccepted')) return 'fine';
      const { clock, expected } = fieldsOf(seen) as { readonly clock: string; readonly expected: string };
      return { note: `The clock showed ${clock}, and ${expected} was expected.` };
    }),
};

const EXPORTS = ['PackageExported', 'SealedPackageExported', 'CertifiedCopyMade', 'AuditLogExported'];

/** Those of a group of which there are as many as a threshold says. */
function manyOf(
  taken: readonly Seen[],
  keyOf: (seen: Seen) => string,
  many: number,
  point: (seen: Seen, size: number) => Found,
): readonly Found[] {
  const groups = [...Map.groupBy(taken, keyOf).values()].filter((group) => group.length >= many);
  return groups.flatMap((group) => group.map((seen) => point(seen, group.length)));
}

const manyExports: TrailCheck = {
  id: 'many-exports',
  group: 'system',
  title: 'Many exports',
  says: ({ exports: many }) =>
    `One person took ${many} exports, packages or certified copies or more along on one day.`,
  ledgers: ['access'],
  begin: ({ exports: many }) =>
    atTheEnd(
      (seen) => isType(seen, ...EXPORTS),
      (taken, trail) => {
        const keyOf = ({ record: { metadata } }: Seen) => `${metadata.actor.userId} ${trialDay(metadata.recordedAt)}`;
        return manyOf(taken, keyOf, many, (seen, size) => trail.pointAt(seen, `One of ${size} on that day.`));
      },
    ),
};

const redactions: TrailCheck = {
  id: 'redactions',
  group: 'system',
  title: 'Redactions',
  says: () => 'A free text was erased.',
  ledgers: ['trial', 'access'],
  begin: () =>
    eachRecord((seen) => {
      if (seen.record.metadata.reason === undefined && !isType(seen, 'TextRedacted')) return undefined;
      return isType(seen, 'TextRedacted') ? { note: 'A free text was erased.' } : 'fine';
    }),
};

const refusalsByRule: TrailCheck = {
  id: 'refusals-by-rule',
  group: 'system',
  title: 'Refusals by rule',
  says: ({ refusals: many }) =>
    `Of one account, ${many} sign-ins or signatures or more were refused by the same rule in a month.`,
  ledgers: ['access'],
  begin: ({ refusals: many }) =>
    atTheEnd(
      (seen) => isType(seen, 'SignInRefused', 'CredentialsRefused'),
      (taken, trail) => {
        const ruleOf = (seen: Seen) => (fieldsOf(seen) as { readonly reason?: string }).reason ?? 'credentials-refused';
        const keyOf = (seen: Seen) =>
          `${seen.record.stream} ${seen.record.metadata.recordedAt.slice(0, 7)} ${ruleOf(seen)}`;
        return manyOf(taken, keyOf, many, (seen, size) => trail.pointAt(seen, `One of ${size} by ${ruleOf(seen)}.`));
      },
    ),
};

const softwareChanged: TrailCheck = {
  id: 'software-changed',
  group: 'system',
  title: 'The software changed',
  says: () => 'An event is the first that another version or commit of the software recorded.',
  ledgers: ['trial'],
  begin: () => {
    let before: string | undefined;
    return eachRecord(({ record }) => {
      const { version, commit } = record.metadata.software;
      const now = `${version} (${commit})`;
      const changed = before !== undefined && before !== now;
      const note = `The software changed from ${before ?? ''} to ${now}.`;
      before = now;
      return changed ? { note } : 'fine';
    });
  },
};

/** Number of the newest records of which it is still known whether a checkpoint covers them. */
const NEWEST = 10_000;

/** The first event of a ledger beyond a size, where it is old enough that a checkpoint of others or of ours should cover it. */
function firstUnsigned(taken: readonly Seen[], ledger: ReviewedLedger, size: number, hours: number, now: string) {
  const first = taken.find((seen) => seen.ledger === ledger && seen.position >= size);
  if (first === undefined) return [];
  return daysFrom(first.record.metadata.recordedAt, now) * 24 > hours ? [first] : [];
}

const headNotSigned: TrailCheck = {
  id: 'head-not-signed',
  group: 'system',
  title: 'Heads that were not signed or did not fit',
  says: ({ unsignedHours, anchorDays }) =>
    `An event is covered by no signed checkpoint after ${unsignedHours} hours; the daily anchor came more than ${anchorDays} ` +
    'days after the last one; or a person accepted a ledger that was not what had been written.',
  ledgers: ['trial', 'access'],
  begin: ({ unsignedHours, anchorDays }) => {
    const newest: Seen[] = [];
    const found: Found[] = [];
    let anchored: string | undefined;
    return {
      take: (seen, trail) => {
        newest.push(seen);
        if (newest.length > 2 * NEWEST) newest.splice(0, NEWEST);
        if (isType(seen, 'LedgerAccepted'))
          found.push(trail.pointAt(seen, 'A person accepted a ledger that did not fit.'));
        if (!isType(seen, 'SealedLedgerAnchored')) return isType(seen, 'LedgerAccepted');
        const at = seen.record.metadata.recordedAt;
        const days = anchored === undefined ? 0 : Math.floor(daysFrom(anchored, at));
        if (days > anchorDays) found.push(trail.pointAt(seen, `The last anchor was ${days} days before.`));
        anchored = at;
        return true;
      },
      found: (trail, { now, signedSizes = {} }) => {
        const unsigned = (['trial', 'access'] as const).flatMap((ledger) => {
          const size = signedSizes[ledger];
          return size === undefined ? [] : firstUnsigned(newest, ledger, size, unsignedHours, now);
        });
        return [...found, ...unsigned.map((seen) => trail.pointAt(seen, 'No signed checkpoint covers it.'))];
      },
    };
  },
};

const headNotWitnessed: TrailCheck = {
  id: 'head-not-witnessed',
  group: 'system',
  title: 'Heads that no quorum of witnesses has seen',
  says: ({ unwitnessedHours }) =>
    `No quorum of witnesses has seen an event of the trial after ${unwitnessedHours} hours: whoever has the signing key could still ` +
    'take it out unnoticed. Where no policy names witnesses, nothing is pointed at.',
  ledgers: ['trial'],
  begin: ({ unwitnessedHours }) => {
    const newest: Seen[] = [];
    return {
      take: (seen) => {
        newest.push(seen);
        if (newest.length > 2 * NEWEST) newest.splice(0, NEWEST);
        return true;
      },
      found: (trail, { now, witnessedSize }) => {
        if (witnessedSize === undefined) return [];
        const unseen = newest.filter(({ position }) => position >= witnessedSize);
        const note = `No quorum of witnesses has seen it, nor the ${unseen.length - 1} events after it.`;
        const first = firstUnsigned(unseen, 'trial', witnessedSize, unwitnessedHours, now);
        return first.map((seen) => trail.pointAt(seen, note));
      },
    };
  },
};

export const SYSTEM_CHECKS: readonly TrailCheck[] = [
  clockSteps,
  manyExports,
  redactions,
  refusalsByRule,
  softwareChanged,
  headNotSigned,
  headNotWitnessed,
];
