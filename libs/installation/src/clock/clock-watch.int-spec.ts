import { ClockLog } from '@bali/commands';
import { NO_STREAM } from '@bali/event-store';
import { datedEvent, openTemporaryStore, type TemporaryStore } from '@bali/event-store/testing';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { clockReadiness, ClockWatch } from './clock-watch.js';
import { SteadyClock } from './steady-clock.js';

const NOON = Date.parse('2026-11-30T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const OPERATOR = { userId: 'system', name: 'Operator a', role: 'administrator', organisation: 'CHU de Reims' };

let access: TemporaryStore;
let trial: TemporaryStore;
let wall: number;
let passedMs: number;
let errors: object[];

beforeEach(() => {
  [access, trial] = [openTemporaryStore('access'), openTemporaryStore('trial')];
  [wall, passedMs, errors] = [NOON, 0, []];
});
afterEach(async () => {
  await access[Symbol.asyncDispose]();
  await trial[Symbol.asyncDispose]();
});

function clockLog(now = () => new Date(wall)): ClockLog {
  const software = { version: '0', commit: '0' };
  return new ClockLog({
    accessLedger: access.store,
    trialId: TRIAL.id,
    software,
    now,
    randomBytes: (length) => randomBytes(length),
  });
}

/** A process of the installation, whose clock is the machine's. It looks at the clock when a test says so. */
async function started(clock = new SteadyClock({ wallMs: () => wall, monotonicMs: () => passedMs })) {
  const log = { info: () => undefined, warn: () => undefined, error: (details: object) => errors.push(details) };
  const events = clockLog(clock.now);
  const ledgers = [trial.store, access.store];
  const watch = new ClockWatch({ clock, events, ledgers, log, everyMs: 2 ** 30 });
  await watch.start();
  return { clock, watch, isUp: clockReadiness(clock).isUp };
}

function pass(ms: number): void {
  wall += ms;
  passedMs += ms;
}

async function recorded(): Promise<readonly LedgerRecord[]> {
  return (await access.store.readStream('clock')).map(({ leaf }) => recordOf(leaf));
}

const at = (ms: number) => new Date(NOON + ms).toISOString();

describe('the watch over the clock', () => {
  it('[P11-10e] records each step once, and tells operators once, until one of them accepts the clock', async () => {
    const { clock, watch, isUp } = await started();
    await watch.look();
    expect([await recorded(), isUp()]).toEqual([[], true]);
    pass(HOUR_MS);
    wall -= 3 * HOUR_MS;
    await watch.look();
    await watch.look();
    const [stepped, ...more] = await recorded();
    expect(more).toEqual([]);
    expect(stepped).toMatchObject({
      type: 'ClockStepped',
      data: { noticed: 'while-running', clock: at(-2 * HOUR_MS), expected: at(HOUR_MS) },
      metadata: { recordedAt: at(HOUR_MS), actor: { userId: 'system' } },
    });
    expect([errors, isUp()]).toEqual([[stepped!.data], false]);
    await clockLog().accepted(at(-2 * HOUR_MS), OPERATOR);
    await watch.look();
    expect([isUp(), clock.now().getTime() - NOON]).toEqual([true, HOUR_MS]);
    pass(HOUR_MS);
    wall += HOUR_MS;
    await watch.look();
    expect((await recorded()).map(({ type }) => type)).toEqual(['ClockStepped', 'ClockAccepted', 'ClockStepped']);
    expect(errors).toHaveLength(2);
    await watch.close();
  });

  it('finds a clock that is behind what was recorded when it starts, and is content with one that was accepted', async () => {
    await trial.store.append({
      ...{ stream: 'trial', expectedRevision: NO_STREAM },
      events: [datedEvent('a', at(3 * HOUR_MS))],
    });
    const first = await started();
    expect((await recorded()).map(({ data }) => data)).toEqual([
      { noticed: 'behind-a-ledger', clock: at(0), expected: at(3 * HOUR_MS) },
    ]);
    await first.watch.close();
    const again = await started();
    expect([again.isUp(), (await recorded()).length]).toEqual([false, 1]);
    await clockLog().accepted(at(0), OPERATOR);
    await again.watch.look();
    await again.watch.close();
    pass(HOUR_MS);
    const accepted = await started();
    expect([accepted.isUp(), (await recorded()).length]).toEqual([true, 2]);
    pass(HOUR_MS);
    expect(accepted.clock.now().getTime() - NOON).toBe(3.5 * HOUR_MS);
    await accepted.watch.close();
  });

  it('notices while it runs that another instance has recorded something later', async () => {
    const { watch, isUp } = await started();
    await trial.store.append({
      ...{ stream: 'trial', expectedRevision: NO_STREAM },
      events: [datedEvent('a', at(24 * HOUR_MS))],
    });
    for (let look = 0; look < 30; look += 1) await watch.look();
    expect([isUp(), (await recorded()).map(({ data }) => data)]).toEqual([
      false,
      [{ noticed: 'behind-a-ledger', clock: at(0), expected: at(24 * HOUR_MS) }],
    ]);
    await watch.close();
  });

  it('is one for all that run in a process', async () => {
    const one = await started();
    const other = await started(one.clock);
    wall += 24 * HOUR_MS;
    await one.watch.look();
    expect([(await recorded()).length, errors.length, other.isUp()]).toEqual([1, 1, false]);
    await other.watch.close();
    await one.watch.close();
    await (await started(one.clock)).watch.close();
    expect(await recorded()).toHaveLength(1);
  });

  it('records what it could not record at first', async () => {
    const { watch, isUp } = await started();
    const append = access.store.append.bind(access.store);
    access.store.append = () => Promise.reject(new Error('the disk is full'));
    wall += 24 * HOUR_MS;
    await watch.look();
    expect([await recorded(), errors.length, isUp()]).toEqual([[], 2, false]);
    access.store.append = append;
    await watch.look();
    expect([(await recorded()).length, errors.length]).toEqual([1, 2]);
    await watch.close();
  });
});
