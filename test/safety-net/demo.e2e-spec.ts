import { expect, it } from '@jest/globals';
import { playDemo } from '@bali-app/demo';
import { temporaryDirectory } from '@bali/event-store/testing';
import { dataDirectory, openLedgerToRead } from '@bali/installation';
import { recordOf } from '@bali/ledger';
import { TRAIL_CHECKS, TrailReview } from '@bali/trail-review';
import { EVENT_CATALOGUE } from '@bali/trial';
import { expectGolden } from './golden-file.js';

/** In place of the version and the commit of this software, which stand in each event. */
const SOFTWARE = { version: '1.2.3', commit: '0123456789abcdef0123456789abcdef01234567' };

/**
 * Each kind of event is played, but one: an anchor is a duty of the day, and the days of this demo have none, since there are a
 * thousand of them. `play-demo.e2e-spec.ts` plays one with its duties.
 */
const NOT_PLAYED = ['SealedLedgerAnchored'];

/**
 * The share of the records of a demo at which the checks of the audit trail point. Nobody does wrong in a demo; what is corrected
 * there, or entered late, counts as a false alarm all the same.
 */
async function falseAlarms(path: string): Promise<number> {
  const review = new TrailReview();
  const ledgers = ['trial', 'access'] as const;
  for (const ledger of ledgers) {
    const store = await openLedgerToRead(dataDirectory(path), ledger);
    for await (const page of store.read()) {
      for (const { position, leaf } of page) review.take({ ledger, position, record: recordOf(leaf) });
    }
    await store.close();
  }
  const asOf = { now: '2013-01-01T00:00:00.000Z' };
  const found = TRAIL_CHECKS.flatMap(({ id }) => review.found(id, asOf));
  const records = new Set(found.map(({ ledger, position }) => `${ledger} ${position}`));
  return records.size / (review.sizeOf('trial') + review.sizeOf('access'));
}

it('the demo writes the three ledgers that it always did, to the byte, and computes the same state from them', async () => {
  using directory = temporaryDirectory();
  const { report, close } = await playDemo({
    ...{ seed: 7, patients: 20, daily: false, software: SOFTWARE },
    ...{ dataDirectory: directory.path, isKept: false, host: '127.0.0.1', port: 0 },
    ...{ signal: new AbortController().signal, progress: () => undefined },
  });
  await close();
  expect(await falseAlarms(directory.path)).toBeLessThan(0.05);
  const { history, sealed, access, stateDigest, eventsByType, participantFlow, primaryEndpoint, refusals } = report;
  const found = { stateDigest, eventsByType, participantFlow, primaryEndpoint, refusals };
  expectGolden('demo.json', { history, sealed, access, ...found });
  const missing = Object.keys(EVENT_CATALOGUE).filter((type) => !(type in eventsByType));
  expect(missing.toSorted()).toEqual(NOT_PLAYED);
});
