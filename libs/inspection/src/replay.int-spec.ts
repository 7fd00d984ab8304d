import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@bali/event-store/testing';
import { SampleLedger, samplePackage } from '@bali/inspection/testing';
import { recordOf } from '@bali/ledger';
import { replay, ScratchState } from '@bali/projections';
import { join } from 'node:path';
import { PackageEvents } from './index.js';

const EVENTS = 400;
const POINTS = 50;

describe('[EMA-612] the digest of the state', () => {
  it(`is the same at ${POINTS} points: folded as events come, replayed from the ledger, and replayed from a package`, async () => {
    const ledger = new SampleLedger(EVENTS);
    const store = { read: (from?: number) => ledger.read(from), lastPosition: () => Promise.resolve(EVENTS - 1) };
    using made = await samplePackage(ledger.source(), { name: 'package.zip' });
    using directory = temporaryDirectory();
    await using packed = await PackageEvents.open(made.path);
    const live = new ScratchState(join(directory.path, 'state.db'));
    const seen = new Set<string>();
    for (const [position, { leaf }] of ledger.events.entries()) {
      live.apply({ position, record: recordOf(leaf), bytes: leaf.byteLength });
      if ((position + 1) % (EVENTS / POINTS) !== 0) continue;
      const digest = live.digest();
      expect((await replay(store, { position })).digest).toBe(digest);
      expect((await replay(packed, { position })).digest).toBe(digest);
      seen.add(digest);
    }
    live.close();
    expect(seen.size).toBe(POINTS);
    expect([...seen].at(-1)).toBe(made.manifest.stateDigest);
  });
});
