import { patience } from '@bali/event-store/testing';
import { equalBytes, openNote, parseCheckpoint } from '@bali/ledger';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Subject } from 'rxjs';
import { append, LogFixture } from '../../testing/index.js';
import { CheckpointRhythm } from './checkpoint-rhythm.js';
import { DailyDuties } from './daily-duties.js';
import { watchLogs } from '../log-metrics.js';

let fixture: LogFixture;
beforeEach(() => {
  fixture = new LogFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

describe('the daily duties', () => {
  it('are done in order, once a day, at the time of day; after a pause for the last one only', async () => {
    const done: string[] = [];
    const duty = (name: string) => ({
      name,
      perform: (day: string) => Promise.resolve(void done.push(`${name} ${day}`)),
    });
    const duties = new DailyDuties([duty('a'), duty('b')], { hour: 2, minute: 30 });
    const at = async (moment: string) => {
      await duties.tick(new Date(moment));
      return done.splice(0);
    };
    expect(await at('2026-03-02T02:29:59Z')).toEqual(['a 2026-03-01', 'b 2026-03-01']);
    expect(await at('2026-03-02T02:29:59Z')).toEqual([]);
    expect(await at('2026-03-02T02:30:00Z')).toEqual(['a 2026-03-02', 'b 2026-03-02']);
    expect(await at('2026-03-03T02:00:00Z')).toEqual([]);
    expect(await at('2026-03-09T05:00:00Z')).toEqual(['a 2026-03-09', 'b 2026-03-09']);
    expect(duties.nextAfter(new Date('2026-03-09T05:00:00Z'))).toEqual(new Date('2026-03-10T02:30:00Z'));
    expect(duties.nextAfter(new Date('2026-03-09T02:29:00Z'))).toEqual(new Date('2026-03-09T02:30:00Z'));
  });

  it('that failed are done again at the next tick', async () => {
    let attempts = 0;
    const duties = new DailyDuties(
      [
        {
          name: 'fails once',
          perform: () => ((attempts += 1) === 1 ? Promise.reject(new Error('no')) : Promise.resolve()),
        },
      ],
      { hour: 0, minute: 0 },
    );
    await expect(duties.tick(new Date('2026-03-02T00:00:00Z'))).rejects.toThrow('no');
    await duties.tick(new Date('2026-03-02T00:01:00Z'));
    await duties.tick(new Date('2026-03-02T00:02:00Z'));
    expect(attempts).toBe(2);
  });
});

describe('the rhythm of checkpoints', () => {
  it('signs at a tick what is new, and once a day in any case', async () => {
    const store = fixture.openStore();
    const log = fixture.openLog(store);
    const signedDaily: string[] = [];
    const duty = {
      name: 'sign',
      perform: async (day: string) => {
        await log.signing.sign();
        signedDaily.push(day);
      },
    };
    const duties = new DailyDuties([duty], { hour: 0, minute: 0 });
    const silent = { info: () => undefined, error: () => undefined };
    const rhythm = new CheckpointRhythm({ logs: [log.signing], duties, now: () => fixture.now, log: silent });
    const sizes = async () => {
      const kept: number[] = [];
      for await (const page of log.reader.checkpoints()) kept.push(...page.map(({ size }) => size));
      return kept;
    };
    await rhythm.tick();
    expect(await sizes()).toEqual([0]);
    await append(store, 2);
    await log.follower.waitFor(2, patience());
    await rhythm.tick();
    await rhythm.tick();
    expect(await sizes()).toEqual([0, 2]);
    fixture.now = new Date('2026-03-02T10:00:00Z');
    await rhythm.tick();
    expect(signedDaily).toEqual(['2026-03-01', '2026-03-02']);
    expect(log.signing.state.lastAt).toEqual(fixture.now);
    const ticks$ = new Subject<void>();
    rhythm.follow(ticks$);
    await append(store, 1);
    await log.follower.waitFor(3, patience());
    ticks$.next();
    await rhythm.close();
    expect(await sizes()).toEqual([0, 2, 3]);
  });

  it('takes over from another instance once that one is gone, signs at once, and only what extends its last', async () => {
    const store = fixture.openStore();
    const first = fixture.openLog(store);
    const told: string[] = [];
    const about = { duties: new DailyDuties([], { hour: 0, minute: 0 }), now: () => fixture.now };
    const log = { info: (_: object, message: string) => void told.push(message), error: () => undefined };
    const second = fixture.openLog(store, { tiles: fixture.inside('second.db'), signs: 'later' });
    const rhythm = new CheckpointRhythm({ logs: [second.signing], ...about, log });
    const signed = async () => {
      const kept: { readonly size: number; readonly note: string }[] = [];
      for await (const page of store.readCheckpoints()) kept.push(...page);
      return kept;
    };
    await append(store, 3);
    await first.signing.sign();
    await append(store, 1);
    await rhythm.tick();
    expect([second.signing.canSign, (await signed()).map(({ size }) => size)]).toEqual([false, [3]]);
    await first.close();
    await rhythm.tick();
    expect([second.signing.canSign, (await signed()).map(({ size }) => size)]).toEqual([true, [3, 4]]);
    expect(told).toEqual(['nobody signed this log any more: this instance does from now on']);
    expect(second.signing.state.lastAt).toEqual(fixture.now);
    const registry = new Registry();
    watchLogs(registry, [{ name: 'sealed', log: second, mayBeCounted: false }], () => fixture.now);
    expect(await registry.getSingleMetricAsString('transparency_log_signs')).toContain('{ledger="sealed"} 1');
    const verifiers = second.signing.verifiers;
    const heads = (await signed()).map(({ note }) => parseCheckpoint(openNote(note, verifiers).text));
    expect(heads.map(({ size, root }) => [size, equalBytes(second.reader.rootAt(size), root)])).toEqual([
      [3, true],
      [4, true],
    ]);
    // The first, started again, finds that another signs now.
    const again = fixture.openLog(store, { signs: 'later' });
    expect([again.signing.takeOver(), again.signing.canSign]).toEqual([false, false]);
  });
});
