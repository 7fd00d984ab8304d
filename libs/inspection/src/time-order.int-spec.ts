import { SampleLedger, samplePackage } from '@bali/inspection/testing';
import { leafOf, recordOf } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import { verifyPackage, WHOLE_LEDGER } from './index.js';

/** A ledger as an older version made it while the clock was set back: some events are dated a month before those before them. */
function setBack(size: number, count: number) {
  const ledger = new SampleLedger(size);
  const unsigned = ledger.events.filter(({ position, leaf }) => position > 9 && !recordOf(leaf).metadata.signature);
  const back = new Set(unsigned.slice(0, count).map(({ position }) => position));
  const recordedAt = recordOf(ledger.events[5]!.leaf).metadata.recordedAt;
  const events = ledger.events.map((event) => {
    const record = recordOf(event.leaf);
    if (!back.has(event.position)) return event;
    return { ...event, leaf: leafOf({ ...record, metadata: { ...record.metadata, recordedAt } }) };
  });
  return { ledger: Object.assign(ledger, { events }), first: Math.min(...back), recordedAt };
}

describe('a package of a ledger', () => {
  it('[P11-10e] in which time goes back is verified, and the finding names the first event and says what is known', async () => {
    const { ledger, first, recordedAt } = setBack(40, 3);
    using made = await samplePackage(ledger.source());
    const { checks, findings } = await verifyPackage(WHOLE_LEDGER, made.path);
    const after = recordOf(ledger.events[first - 1]!.leaf).metadata.recordedAt;
    const { id } = ledger.events[first]!;
    expect(checks).toBe('everything');
    expect(findings).toEqual([
      {
        finding: 'time-goes-back',
        events: 3,
        first: { line: first + 1, event: id, recordedAt, after },
        sentence: expect.stringMatching(
          /^Time goes back: 3 events are dated before an event that came earlier\. The first is line \d+ /,
        ),
      },
    ]);
  });

  it('in which it does not has no finding; nor is there one where the tree alone was verified', async () => {
    using right = await samplePackage(new SampleLedger(40).source());
    expect((await verifyPackage(WHOLE_LEDGER, right.path)).findings).toEqual([]);
    using made = await samplePackage(setBack(40, 3).ledger.source());
    expect((await verifyPackage(WHOLE_LEDGER, made.path, { checks: 'tree' })).findings).toEqual([]);
  });
});
