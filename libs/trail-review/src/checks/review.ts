import { patientOfStream, queriesOf } from '@bali/trial';
import type { Found, Seen, TrailCheck } from '../check.js';
import { atTheEnd, bursts, daysFrom, eachRecord, isType } from '../runs.js';
import type { Trail } from '../trail.js';

/** Whether records in a short time are about more than one patient. */
function isOfSeveralPatients(burst: readonly Seen[]): boolean {
  return new Set(burst.map(({ record }) => record.stream)).size > 1;
}

const bulkVerification: TrailCheck = {
  id: 'bulk-verification',
  group: 'review',
  title: 'Verification ticked in bulk',
  says: ({ verifications, verificationMinutes }) =>
    `One person verified values against their source ${verifications} times or more, of more than one patient, within ` +
    `${verificationMinutes} minutes.`,
  ledgers: ['trial'],
  begin: ({ verifications: size, verificationMinutes: withinMinutes }) =>
    bursts({
      ...{ size, withinMinutes },
      keyOf: (seen) => (isType(seen, 'SourceDataVerified') ? seen.record.metadata.actor.userId : undefined),
      noteOf: (many) => `The last of ${many} verifications in a short time.`,
      isOne: isOfSeveralPatients,
    }),
};

/** The query that a record raised or closed, as it stands. */
function queryIn(seen: Seen, trail: Trail) {
  const patient = patientOfStream(seen.record.stream);
  const { number } = seen.record.data as { readonly number: number };
  return patient === undefined ? undefined : queriesOf(trail.patient(patient)).find((query) => query.number === number);
}

const oldQueries: TrailCheck = {
  id: 'old-queries',
  group: 'review',
  title: 'Queries that are old',
  says: ({ queryDays: days }) => `A query is not closed ${days} days after it was raised.`,
  ledgers: ['trial'],
  begin: ({ queryDays }) =>
    atTheEnd(
      (seen) => isType(seen, 'QueryRaised'),
      (taken, trail, { now }) =>
        taken.flatMap((seen): readonly Found[] => {
          const query = queryIn(seen, trail);
          const days = Math.floor(daysFrom(seen.record.metadata.recordedAt, now));
          const isOver = query === undefined || query.status === 'closed' || query.isAboutAnnulled;
          return isOver || days <= queryDays
            ? []
            : [trail.pointAt(seen, `It has been ${query.status} for ${days} days.`)];
        }),
    ),
};

const closedUnchanged: TrailCheck = {
  id: 'queries-closed-unchanged',
  group: 'review',
  title: 'Queries that were closed with nothing changed',
  says: () =>
    'A query about a value was closed, and no value of that entry had been corrected since the query was raised.',
  ledgers: ['trial'],
  begin: () => {
    const changedAt = new Map<string, string>();
    return eachRecord((seen, trail) => {
      const { correctedEvent, annulledEvent } = seen.record.data as Readonly<Record<string, string | undefined>>;
      const changed = isType(seen, 'DataCorrected') ? correctedEvent : annulledEvent;
      if (changed !== undefined) changedAt.set(changed, seen.record.metadata.recordedAt);
      if (!isType(seen, 'QueryClosed')) return undefined;
      const query = queryIn(seen, trail);
      if (query?.entry === undefined || query.field === undefined) return 'fine';
      if ((changedAt.get(query.entry) ?? '') >= query.raisedAt) return 'fine';
      return { note: `Query ${query.number} was closed with nothing changed.`, field: query.field };
    });
  },
};

const bulkSignatures: TrailCheck = {
  id: 'bulk-signatures',
  group: 'review',
  title: 'Signatures in bulk',
  says: ({ signatures, signatureMinutes }) =>
    `One person signed ${signatures} records or more, of more than one patient, within ${signatureMinutes} minutes.`,
  ledgers: ['trial'],
  begin: ({ signatures: size, signatureMinutes: withinMinutes }) =>
    bursts({
      ...{ size, withinMinutes },
      keyOf: ({ record }) => (record.metadata.signature === undefined ? undefined : record.metadata.actor.userId),
      noteOf: (many) => `The last of ${many} signatures in a short time.`,
      isOne: isOfSeveralPatients,
    }),
};

export const REVIEW_CHECKS: readonly TrailCheck[] = [bulkVerification, oldQueries, closedUnchanged, bulkSignatures];
