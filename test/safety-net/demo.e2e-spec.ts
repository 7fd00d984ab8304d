import { expect, it } from '@jest/globals';
import { playDemo } from '@bali-app/demo';
import { temporaryDirectory } from '@bali/event-store/testing';
import { EVENT_CATALOGUE } from '@bali/trial';
import { expectGolden } from './golden-file.js';

/** In place of the version and the commit of this software, which stand in each event. */
const SOFTWARE = { version: '1.2.3', commit: '0123456789abcdef0123456789abcdef01234567' };

/**
 * Not in this demo: nobody unlocks its database, amends its schedule, annuls an entry, releases, flags or erases a text, and its days
 * have no duties.
 */
const NOT_PLAYED = [
  ...['AnnulmentDeclined', 'AnnulmentRequested', 'DatabaseUnlocked', 'EnteredAgain', 'EntryAnnulled'],
  ...['SealedLedgerAnchored', 'TextFlagged', 'TextRedacted', 'TextReleased', 'VisitScheduleAmended'],
];

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
