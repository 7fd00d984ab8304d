import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClockLog } from '@bali/commands';
import { openLedger, SteadyClock, thisSoftware } from '@bali/installation';
import type { LedgerRecord } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { replay } from '@bali/projections';
import { randomBytes } from 'node:crypto';
import { BODIES, openTrial, SiteApiUnderTest, someoneIn } from '../testing/index.js';

const MORNING = '2026-11-30T08:00:00.000Z';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPERATOR = { userId: 'system', name: 'Operator a', role: 'administrator', organisation: TRIAL.sponsor };

/** A site API on a machine of which somebody sets the clock. */
class SetClock extends SiteApiUnderTest {
  wall = Date.parse(MORNING);
  #passedMs = 0;

  pass(ms: number): void {
    this.clock.set(new Date(this.clock.now().getTime() + ms).toISOString());
    this.wall += ms;
    this.#passedMs += ms;
  }

  /** Each start is a process of its own. */
  protected override ambient() {
    const steady = new SteadyClock({ wallMs: () => this.wall, monotonicMs: () => this.#passedMs });
    return { ...super.ambient(), now: steady.now, steady };
  }
}

let api: SetClock;

beforeAll(async () => {
  api = new SetClock(MORNING, 'seed');
  await api.start();
  await openTrial(api);
});
afterAll(() => api[Symbol.asyncDispose]());

/** What a patient's consent is recorded as. */
async function consent(): Promise<LedgerRecord> {
  const consentedOn = '2026-11-29';
  const sent = await api.record('/v1/patients', { ...BODIES.consent, consentedOn }, { as: someoneIn('investigator') });
  return (await api.records())[sent.position]!;
}

const stepped = async () => (await api.accessRecords()).filter(({ stream }) => stream === 'clock');
const ready = () => api.read<{ status: string; checks: Record<string, string> }>('/health/ready');
const instants = (records: readonly LedgerRecord[]) => records.map(({ metadata }) => metadata.recordedAt);

async function metric(name: string): Promise<number> {
  const { text } = await api.get('/metrics', { as: someoneIn('administrator') });
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}

/** Waits until a look at the clock, once a second, has led to something. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

describe('the clock of the machine', () => {
  it('[P11-10e] set back by three hours, while nothing ran, refuses no command and takes no record back in time', async () => {
    api.pass(8 * HOUR_MS);
    expect((await consent()).metadata.recordedAt).toBe('2026-11-30T16:00:00.000Z');
    await api.stop();
    api.wall -= 3 * HOUR_MS;
    api.pass(2 * 60_000);
    await api.start();
    expect(await stepped()).toMatchObject([
      {
        type: 'ClockStepped',
        data: {
          noticed: 'behind-a-ledger',
          clock: '2026-11-30T13:02:00.000Z',
          expected: '2026-11-30T16:00:00.000Z',
        },
      },
    ]);
    api.pass(28 * 60_000);
    expect((await consent()).metadata.recordedAt).toBe('2026-11-30T16:28:00.000Z');
    expect(await ready()).toMatchObject({ status: 'up', checks: { clock: 'down' } });
    expect([await metric('clock_step_not_accepted'), await metric('clock_difference_seconds')]).toEqual([1, -10_680]);
    expect(api.log.text()).toMatch(/"level":"error".*THE CLOCK OF THIS MACHINE HAS STEPPED/);
    const { position } = await replay(api.api.resources.trialLedger, { instant: '2026-11-30T13:30:00Z' });
    expect(instants((await api.records()).slice(0, position + 1)).every((instant) => instant <= MORNING)).toBe(true);
  });

  it('[P11-10e] put forward by a day and back again, leaves no trace in the times of records', async () => {
    api.wall += DAY_MS;
    expect((await consent()).metadata.recordedAt).toBe('2026-11-30T16:28:00.000Z');
    api.pass(HOUR_MS);
    expect((await consent()).metadata.recordedAt).toBe('2026-11-30T17:28:00.000Z');
    api.wall -= DAY_MS;
    expect((await consent()).metadata.recordedAt).toBe('2026-11-30T17:28:00.000Z');
    expect(await metric('clock_steps_total')).toBe(3);
  });

  it('is followed again, without a restart, once an operator has accepted it; time never goes back', async () => {
    const accessLedger = await openLedger(api.directory, 'access');
    const about = { accessLedger, trialId: TRIAL.id, software: thisSoftware() };
    const events = new ClockLog({
      ...about,
      now: () => new Date(api.wall),
      randomBytes: (length) => randomBytes(length),
    });
    await events.accepted(new Date(api.wall).toISOString(), OPERATOR);
    await accessLedger.close();
    await until(async () => (await ready()).checks['clock'] === 'up');
    expect((await consent()).metadata.recordedAt).toBe('2026-11-30T17:28:00.000Z');
    api.pass(DAY_MS);
    await consent();
    api.pass(HOUR_MS);
    expect((await consent()).metadata.recordedAt).toBe(new Date(api.wall).toISOString());
    expect((await stepped()).map(({ type, metadata }) => [type, metadata.actor.name])).toEqual([
      ['ClockStepped', 'The software, by its rules'],
      ['ClockAccepted', 'Operator a'],
    ]);
    for (const records of [await api.records(), await api.accessRecords()])
      expect(instants(records)).toEqual(instants(records).toSorted());
  });
});
