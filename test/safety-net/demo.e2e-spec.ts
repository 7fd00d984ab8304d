import { expect, it } from '@jest/globals';
import { playDemo } from '@bali-app/demo';
import { temporaryDirectory } from '@bali/event-store/testing';
import { EVENT_CATALOGUE } from '@bali/trial';
import { expectGolden } from './golden-file.js';

/** In place of the version and the commit of this software, which stand in each event. */
const SOFTWARE = { version: '1.2.3', commit: '0123456789abcdef0123456789abcdef01234567' };

/**
 * Each kind of event is played, but one: an anchor is a duty of the day, and the days of this demo have none, since there are a
 * thousand of them. `play-demo.e2e-spec.ts` plays one with its duties.
 */
const NOT_PLAYED = ['SealedLedgerAnchored'];

it('the demo writes the three ledgers that it always did, to the byte, and computes the same state from them', async () => {
  using directory = temporaryDirectory();
  const { report, close } = await playDemo({
    ...{ seed: 7, patients: 20, daily: false, software: SOFTWARE },
    ...{ dataDirectory: directory.path, isKept: false, host: '127.0.0.1', port: 0 },
    ...{ signal: new AbortController().signal, progress: () => undefined },
  });
  await close();
  const { history, sealed, access, stateDigest, eventsByType, participantFlow, primaryEndpoint, refusals } = report;
  const found = { stateDigest, eventsByType, participantFlow, primaryEndpoint, refusals };
  expectGolden('demo.json', { history, sealed, access, ...found });
  const missing = Object.keys(EVENT_CATALOGUE).filter((type) => !(type in eventsByType));
  expect(missing.toSorted()).toEqual(NOT_PLAYED);
});
