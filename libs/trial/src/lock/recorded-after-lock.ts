import { defineEvent, type EventOf, uuid, whole } from '@bali/schema';

/**
 * What a command recorded while the database was locked is marked with this, in the same command: it is in the record, and outside
 * of the locked analysis.
 */
export const RecordedAfterLock = defineEvent('RecordedAfterLock', {
  schemaVersion: 1,
  about: 'something was recorded after the lock of the database, outside of the locked analysis',
  data: {
    lock: uuid('id of the lock that was in force'),
    events: whole('how many events before this one it marks: those of the same command', 1, 1_000),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/lock', '/events'],
  mayBeAnnulled: false,
  signedUnder: [],
  // Each command that enters something after the lock is marked by the software.
  command: undefined,
  sentence: ({ lock }) =>
    `recorded this after the lock of the database (${lock}): it is outside of the locked analysis`,
  sample: { lock: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', events: 1 },
});

export type AfterLockEvent = EventOf<typeof RecordedAfterLock>;
