import { NO_STREAM } from '@bali/event-store';
import { datedEvent } from '@bali/event-store/testing';
import { dataDirectory, openLedger, openLedgerToRead } from '@bali/installation';
import { type Ledger, LEDGERS, type LedgerRecord, recordOf } from '@bali/ledger';
import { afterAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { runBali, TemporaryDirectory } from '../../testing/index.js';

const places = new TemporaryDirectory();
afterAll(() => places[Symbol.dispose]());

/** An installation in which something was recorded a while from now: its clock was set back since. */
async function installation(name: string, ledger: Ledger, hoursFromNow: number) {
  const path = join(places.path, name);
  for (const each of LEDGERS) await (await openLedger(dataDirectory(path), each)).close();
  const store = await openLedger(dataDirectory(path), ledger);
  const recordedAt = new Date(Date.now() + hoursFromNow * 3_600_000).toISOString();
  await store.append({ stream: 'a', expectedRevision: NO_STREAM, events: [datedEvent('a', recordedAt)] });
  await store.close();
  return { path, recordedAt, bali: (...args: string[]) => runBali(args, { BALI_DATA: path }) };
}

async function accepted(path: string): Promise<readonly LedgerRecord[]> {
  const access = await openLedgerToRead(dataDirectory(path), 'access');
  const records = (await access.readStream('clock')).map(({ leaf }) => recordOf(leaf));
  await access.close();
  return records;
}

describe('bali clock', () => {
  it('[P11-10e] shows a clock that is behind what was recorded, and records who accepted it', async () => {
    const { path, recordedAt, bali } = await installation('behind', 'trial', 3);
    const shown = await bali('clock', 'show', '--json');
    expect(shown).toMatchObject({ exitCode: 0, errors: '' });
    expect(JSON.parse(shown.output)).toEqual({ clock: expect.any(String), lastRecordedAt: recordedAt });
    const { exitCode, output } = await bali('clock', 'accept');
    expect([exitCode, output]).toEqual([
      0,
      expect.stringContaining(`It is behind ${recordedAt}: time goes on from there`),
    ]);
    const [event] = await accepted(path);
    expect(event).toMatchObject({
      type: 'ClockAccepted',
      data: { clock: expect.any(String) },
      metadata: { actor: { userId: 'system', name: expect.stringMatching(/^Operator .* on the command line$/) } },
    });
  });

  it('accepts nothing where nothing waits, and does not look at the sealed ledger', async () => {
    const { path, bali } = await installation('right', 'sealed', 3);
    expect(await bali('clock', 'accept')).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('no step of the clock waits to be accepted'),
    });
    expect((await bali('clock', 'show')).output).toContain('Last recorded               nothing');
    expect(await accepted(path)).toEqual([]);
  });
});
