import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore, openedTrial, play, RunnerFixture, sampleCourses } from '@bali/projections/testing';
import { patientStream } from '@bali/trial';
import type { LedgerRecord } from '@bali/ledger';
import { eventIndex } from '../event-index/event-index.js';
import { PatientSites } from '../event-index/patient-sites.js';
import { type AuditFilter, type AuditListOptions, auditPage, auditQuery } from './audit-list.js';

const INSTANTS = [0, 3, 7, 20, 45].map((minutes) => new Date(Date.UTC(2009, 4, 4, 8, minutes)).toISOString());

const filters: fc.Arbitrary<AuditFilter> = fc.record(
  {
    patient: fc.constantFrom('REI-001', 'REI-002', 'STR-099'),
    sites: fc.subarray(['REI', 'NAN', 'LYO']),
    person: fc.constantFrom('u-1', 'u-2', 'nobody'),
    type: fc.constantFrom('ConsentGiven', 'SiteOpened', 'Died', 'DataCorrected'),
    from: fc.constantFrom(...INSTANTS),
    before: fc.constantFrom(...INSTANTS),
  },
  { requiredKeys: [] },
);

function fits(record: LedgerRecord, { patient, sites, person, type, from, before }: AuditFilter): boolean {
  const { actor, recordedAt } = record.metadata;
  const is = (wanted: string | undefined, value: string): boolean => wanted === undefined || wanted === value;
  return (
    is(patient && patientStream(patient), record.stream) &&
    is(person, actor.userId) &&
    is(type, record.type) &&
    (sites === undefined || sites.includes(new PatientSites().siteOf(record) ?? '')) &&
    recordedAt >= (from ?? '') &&
    recordedAt < (before ?? '9999')
  );
}

/** Two persons by turns, and a clock that was set back on the way. */
function varied(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  return records.map((record, n) => ({
    ...record,
    metadata: {
      ...record.metadata,
      actor: { ...record.metadata.actor, userId: n % 3 === 0 ? 'u-2' : 'u-1' },
      recordedAt: n === 9 ? '2009-05-03T23:00:00.000Z' : record.metadata.recordedAt,
    },
  }));
}

describe('the list of the audit log', () => {
  it('holds what fits the filters, in either order, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        sampleCourses,
        fc.array(filters, { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 6 }),
        async (courses, asked, newestFirst, limit) => {
          await using fixture = new RunnerFixture();
          const records = varied(play(openedTrial(), courses, true).records);
          const { reader } = await fixture.start(new MemoryEventStore(records, 5), [eventIndex]);
          const order = newestFirst ? 'newest-first' : 'oldest-first';
          for (const filter of asked) {
            const expected = records.flatMap((record, position) => (fits(record, filter) ? [position] : []));
            const found: number[] = [];
            for (let after: number | undefined, more = true; more;) {
              const page = auditPage(reader, filter, { order, limit, ...(after === undefined ? {} : { after }) });
              found.push(...page.positions);
              after = page.next;
              more = after !== undefined;
            }
            expect(found).toEqual(newestFirst ? expected.toReversed() : expected);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each<[string, Parameters<typeof auditQuery>[0], AuditListOptions['order'], string]>([
    ['everything', new Map(), 'newest-first', 'USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
    ['a site', new Map([['site', [1]]]), 'oldest-first', 'USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
    [
      'a patient',
      new Map([['stream', [1]]]),
      'oldest-first',
      'USING INDEX indexed_event_by_stream (stream=? AND rowid>? AND rowid<?)',
    ],
    [
      'a person and a kind',
      new Map([
        ['person', [1]],
        ['type', [2]],
      ]),
      'newest-first',
      'USING INDEX indexed_event_by_person (person=? AND rowid>? AND rowid<?)',
    ],
    [
      'a kind at sites',
      new Map([
        ['site', [1, 2]],
        ['type', [2]],
      ]),
      'newest-first',
      'USING INDEX indexed_event_by_type (type=? AND rowid>? AND rowid<?)',
    ],
  ])('reads %s from an index, in order', async (_, wanted, order, expected) => {
    await using fixture = new RunnerFixture();
    const { reader } = await fixture.start(new MemoryEventStore(), [eventIndex]);
    const { sql, parameters } = auditQuery(
      wanted,
      { from: INSTANTS[0]! },
      { first: 0, last: 99 },
      { order, limit: 50 },
    );
    const plan = reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    expect(plan.map((step) => step['detail'])).toEqual([`SEARCH indexed_event ${expected}`]);
  });
});
