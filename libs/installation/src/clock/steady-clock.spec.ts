import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SteadyClock } from './steady-clock.js';

const NOON = Date.parse('2026-11-30T12:00:00.000Z');
const [SECOND, HOUR, DAY] = [1_000, 3_600_000, 86_400_000];

/** The clocks of a machine whose time of day somebody can set. */
class Machine {
  wall = NOON;
  passedMs = 5_000;

  readonly clocks = { wallMs: () => this.wall, monotonicMs: () => this.passedMs };

  pass(ms: number): void {
    this.wall += ms;
    this.passedMs += ms;
  }
}

function started() {
  const machine = new Machine();
  const clock = new SteadyClock(machine.clocks);
  return { machine, clock, time: () => clock.now().getTime() - NOON };
}

const at = (ms: number) => new Date(NOON + ms).toISOString();

describe('a steady clock', () => {
  it('follows the clock of the machine, also where that is corrected by up to two seconds', () => {
    const { machine, clock, time } = started();
    machine.pass(HOUR);
    expect(time()).toBe(HOUR);
    machine.wall += 1_900;
    expect(time()).toBe(HOUR + 1_900);
    machine.wall -= 1_900;
    machine.pass(1_000);
    expect(time()).toBe(HOUR + 1_900 + 500);
    machine.pass(10_000);
    expect(time()).toBe(HOUR + 11_000);
    expect([clock.step, clock.steps]).toEqual([undefined, 0]);
  });

  it.each([
    ['three hours back', -3 * HOUR],
    ['a day forward', DAY],
    ['a little more than two seconds', 2 * SECOND + 1],
  ])('goes on by itself after a jump of %s, until it is accepted', (_, jump) => {
    const { machine, clock, time } = started();
    machine.pass(HOUR);
    machine.wall += jump;
    machine.pass(SECOND);
    expect(time()).toBe(HOUR + SECOND);
    expect(clock.step).toEqual({
      noticed: 'while-running',
      clock: at(HOUR + SECOND + jump),
      expected: at(HOUR + SECOND),
    });
    machine.pass(HOUR);
    expect(time()).toBe(2 * HOUR + SECOND);
    expect(clock.differenceSeconds).toBe(jump / 1000);
  });

  it('stays with its own time when a clock that was put forward by a day is put back, and names the first step', () => {
    const { machine, clock, time } = started();
    machine.wall += DAY;
    time();
    const { step } = clock;
    machine.pass(HOUR);
    machine.wall -= DAY;
    expect(time()).toBe(HOUR);
    expect([clock.step, clock.steps]).toEqual([step, 2]);
  });

  it('takes the clock as it is once it is accepted: at once where it is ahead', () => {
    const { machine, clock, time } = started();
    machine.wall += DAY;
    time();
    clock.accept();
    expect([time(), clock.step]).toEqual([DAY, undefined]);
    machine.pass(HOUR);
    expect(time()).toBe(DAY + HOUR);
  });

  it('runs at half its speed where the clock is behind when it is accepted, until that has caught up', () => {
    const { machine, clock, time } = started();
    machine.wall -= 3 * HOUR;
    time();
    clock.accept();
    machine.pass(2 * HOUR);
    expect(time()).toBe(HOUR);
    for (let hour = 0; hour < 4; hour += 1) {
      machine.pass(HOUR);
      time();
    }
    expect(time()).toBe(3 * HOUR);
    machine.pass(HOUR);
    expect([time(), clock.step]).toEqual([4 * HOUR, undefined]);
  });

  it('begins after what was recorded, and says so where that is more than two seconds later', () => {
    const near = started();
    near.clock.notBefore(at(1_500));
    expect([near.time(), near.clock.step]).toEqual([1_500, undefined]);
    const far = started();
    far.clock.notBefore(at(3 * HOUR));
    expect(far.clock.step).toEqual({ noticed: 'behind-a-ledger', clock: at(0), expected: at(3 * HOUR) });
    far.machine.pass(SECOND);
    expect(far.time()).toBe(3 * HOUR + SECOND);
  });

  it('is right behind what was recorded if it goes on from where an operator accepted it', () => {
    const { machine, clock, time } = started();
    clock.notBefore(at(3 * HOUR), at(-HOUR));
    machine.pass(HOUR);
    expect([time(), clock.step]).toEqual([3.5 * HOUR, undefined]);
    const back = started();
    back.clock.notBefore(at(3 * HOUR), at(HOUR));
    expect(back.clock.step?.noticed).toBe('behind-a-ledger');
  });

  it('does not take over a clock that is ahead because the process was started anew', () => {
    const step = { noticed: 'while-running', clock: at(0), expected: at(-DAY) } as const;
    const ahead = started();
    ahead.clock.goOnAfter(step, at(-DAY - HOUR));
    ahead.machine.pass(SECOND);
    expect([ahead.time(), ahead.clock.step]).toEqual([-DAY + SECOND, step]);
    const recorded = started();
    recorded.clock.goOnAfter(step, at(-HOUR));
    expect(recorded.time()).toBe(-HOUR);
    const behind = started();
    behind.clock.goOnAfter({ noticed: 'while-running', clock: at(0), expected: at(HOUR) }, at(-HOUR));
    expect([behind.time(), behind.clock.step?.expected]).toEqual([0, at(HOUR)]);
  });

  it('[P11-10e] never goes back, whatever happens to the clock and whatever is decided about it', () => {
    const happening = fc.oneof(
      fc.record({ pass: fc.integer({ min: 0, max: 2 * HOUR }) }),
      fc.record({ set: fc.integer({ min: -DAY, max: DAY }) }),
      fc.record({ recorded: fc.integer({ min: -DAY, max: DAY }) }),
      fc.constant({ accept: true }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const { machine, clock, time } = started();
        let last = time();
        for (const next of happenings) {
          if ('pass' in next) machine.pass(next.pass);
          if ('set' in next) machine.wall += next.set;
          if ('recorded' in next) clock.notBefore(at(last + next.recorded));
          if ('accept' in next) clock.accept();
          const now = time();
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
      }),
    );
  });
});
