import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore, openedTrial, play, RunnerFixture, sampleCourses } from '@bali/projections/testing';
import { statusOf } from '@bali/trial';
import { summaryOf } from '../trial-state/patient-summary.js';
import { replay } from '../trial-state/replay.js';
import { TRIAL_HISTORY_PROJECTIONS } from '../trial-projections.js';
import { asOfQuery, StateAsOf } from './state-as-of.js';
import { stepsThrough } from './steps.js';

describe('the state as of an event', () => {
  it('[P11-10e] is that of a replay to it: the trial, each patient, the lists, the counts and the digest', async () => {
    await fc.assert(
      fc.asyncProperty(sampleCourses, fc.nat(), fc.integer({ min: 1, max: 4 }), async (courses, any, limit) => {
        await using fixture = new RunnerFixture();
        const store = new MemoryEventStore(play(openedTrial(), courses, true).records, 5);
        const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
        const asOf = new StateAsOf(runner, store, fixture.directory);
        const position = (any % (store.events.length + 1)) - 1;
        const { state, digest } = await replay(store, { position });
        expect(await asOf.trial(position)).toEqual(state.trial);
        expect(await asOf.digest(position)).toBe(digest);
        const codes = Object.keys(state.patients).toSorted();
        const listed = [];
        for (let after: string | undefined, more = true; more;) {
          const page = await asOf.page(position, {}, after, limit);
          listed.push(...page.patients);
          after = page.next;
          more = after !== undefined;
        }
        expect(listed).toEqual(codes.map((code) => summaryOf(code, state.patients[code]!)));
        const statuses = Object.values(state.patients).map(statusOf);
        for (const [status, count] of Object.entries(asOf.statusCounts(position))) {
          expect([status, count]).toEqual([status, statuses.filter((other) => other === status).length]);
        }
        for (const code of codes) expect(await asOf.patient(position, code)).toEqual(state.patients[code]);
        expect(await asOf.patient(position, 'REI-999')).toBeUndefined();
      }),
      { numRuns: 15 },
    );
  });

  it('[P11-10e] is found by a moment, and shows nothing that came later, also after the clock was set back', async () => {
    await using fixture = new RunnerFixture();
    const records = openedTrial().records.map((record, n) => ({
      ...record,
      metadata: { ...record.metadata, recordedAt: n === 3 ? '2009-05-03T23:00:00.000Z' : record.metadata.recordedAt },
    }));
    const store = new MemoryEventStore(records);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const asOf = new StateAsOf(runner, store, fixture.directory);
    const moments = records.map(({ metadata }) => metadata.recordedAt);
    for (const instant of [
      ...moments,
      '2001-01-01T00:00:00Z',
      '2030-01-01T00:00:00+02:00',
      '2009-05-04T01:30:00+02:00',
    ]) {
      const position = asOf.positionAt(instant);
      expect([instant, position]).toEqual([instant, (await replay(store, { instant })).position]);
      const shown = moments.slice(0, position + 1).map((moment) => Date.parse(moment));
      expect(shown.filter((moment) => moment > Date.parse(instant))).toEqual([]);
      expect(Date.parse(moments[position + 1] ?? '9999-01-01T00:00:00Z')).toBeGreaterThan(Date.parse(instant));
    }
  });

  it('lists patients along the index, and no more of them than were asked for', async () => {
    await using fixture = new RunnerFixture();
    const { reader } = await fixture.start(new MemoryEventStore(), TRIAL_HISTORY_PROJECTIONS);
    const { sql, parameters } = asOfQuery(5, { sites: ['REI'], status: 'randomized' }, '', 50);
    const plan = reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    expect(plan[0]?.['detail']).toBe('SEARCH patient_status_change USING PRIMARY KEY (patient>?)');
    expect(plan.map((step) => step['detail'])).not.toContainEqual(expect.stringContaining('TEMP B-TREE'));
  });
});

describe('steps through events', () => {
  const { records } = play(
    openedTrial(),
    [
      {
        patient: 'REI-001',
        consentedOn: '2009-05-11',
        verdict: 'eligible',
        steps: 4,
        visits: 1,
        adverseEvents: 0,
        corrected: true,
      },
    ],
    true,
  );

  it('say of each event which values it changed, and the digest of a replay to it', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(records, 4);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const asOf = new StateAsOf(runner, store, fixture.directory);
    const correction = records.findIndex(({ type }) => type === 'DataCorrected');
    for (const from of [0, 3, correction]) {
      for await (const step of stepsThrough(store.read(from), asOf, from - 1, { digests: true })) {
        expect(step.digest).toBe((await replay(store, { position: step.position })).digest);
        expect(step.differences.length).toBeGreaterThan(0);
        if (step.position !== correction) continue;
        expect(step.differences).toContainEqual({
          field: '/patients/REI-001/entries/0/data/yearOfBirth',
          ...{ before: 1940, after: 1941 },
        });
      }
    }
    for await (const step of stepsThrough(store.read(correction), asOf, correction - 1)) {
      expect(step).not.toHaveProperty('digest');
    }
  });

  it('let others have their turn between any two of them', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(records, 100);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const asOf = new StateAsOf(runner, store, fixture.directory);
    for (const digests of [false, true]) {
      let turned = true;
      for await (const _ of stepsThrough(store.read(0), asOf, -1, { digests })) {
        expect(turned).toBe(true);
        turned = false;
        setImmediate(() => (turned = true));
      }
    }
  });
});
