import { type Role, ROLE_IDS, verifySignature } from '@bali/access';
import { armOf, evolveBlinding, initialBlindingState, openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { dataDirectory, openLedgerToRead, openSealing } from '@bali/installation';
import { type LedgerRecord, LEDGERS, recordOf } from '@bali/ledger';
import { ProjectionRunner, replay, TRIAL_PROJECTIONS, TrialStateQueries } from '@bali/projections';
import { daysBetween, plusDays } from '@bali/protocol';
import { mustBeSigned, signatureFor } from '@bali/trial';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { timer } from 'rxjs';
import { cohortScript } from './cohort/cohort.js';
import { CELL_THERAPY_UNIT, PEOPLE } from './cohort/people.js';
import type { DemoReport } from './demo-report.js';
import { type Demo, type DemoOptions, playDemo } from './play-demo.js';
import { reportLines } from './print-report.js';

const QUIET = { info: () => undefined, error: () => undefined };

function options(directory: string, changes: Partial<DemoOptions> = {}): DemoOptions {
  return {
    seed: 7,
    patients: 3,
    dataDirectory: directory,
    isKept: true,
    daily: false,
    host: '127.0.0.1',
    port: 0,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...changes,
  };
}

async function reportOf(played: Promise<Demo>): Promise<DemoReport> {
  const { report, close } = await played;
  await close();
  return report;
}

async function digestsOf(played: Promise<Demo>) {
  const { history, sealed, stateDigest } = await reportOf(played);
  return { history, sealed, stateDigest };
}

/** The same of all three ledgers: who goes on with a demo signs in anew, so the access ledger is then another. */
async function allDigestsOf(played: Promise<Demo>) {
  const { history, sealed, access, checkpoints, stateDigest } = await reportOf(played);
  return { history, sealed, access, checkpoints, stateDigest };
}

/** Plays until a number of commands are answered. */
async function playUntil(commands: number, directory: string, changes: Partial<DemoOptions> = {}): Promise<void> {
  const stop = new AbortController();
  const progress = (played: number): void => {
    if (played >= commands) stop.abort();
  };
  await expect(playDemo(options(directory, { ...changes, signal: stop.signal, progress }))).rejects.toThrow(
    `stopped after ${commands} of`,
  );
}

/** The digest of the projections as the application left them, and of a replay. */
async function liveAndReplayed(directory: string) {
  const { projections } = dataDirectory(directory);
  const store = await openLedgerToRead(dataDirectory(directory), 'trial');
  const runner = new ProjectionRunner({ path: projections, store, projections: TRIAL_PROJECTIONS, log: QUIET });
  try {
    return { live: new TrialStateQueries(runner).digest(), replayed: (await replay(store)).digest };
  } finally {
    await runner.close();
    await store.close();
  }
}

async function recordsOf(directory: string, ledger: 'trial' | 'access'): Promise<readonly LedgerRecord[]> {
  const store = await openLedgerToRead(dataDirectory(directory), ledger);
  const records: LedgerRecord[] = [];
  for await (const page of store.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
  await store.close();
  return records;
}

/** The arm of each randomized patient, as the slot says that was taken for the patient. */
async function armsIn(path: string): Promise<ReadonlyMap<string, string | undefined>> {
  const directory = dataDirectory(path);
  const store = await openLedgerToRead(directory, 'sealed');
  try {
    const keys = await openSealing(directory, store, () => new Uint8Array(32));
    const leaves = (await store.readStream(SEALED_STREAM)).map(({ leaf }) => recordOf(leaf));
    const records = await Promise.all(leaves.map((record) => openSealedRecord(record, keys)));
    const state = records.reduce(evolveBlinding, initialBlindingState);
    return new Map(state.taken.map(({ data: { patient } }) => [patient, armOf(state, patient)]));
  } finally {
    await store.close();
  }
}

/** What happened to accounts, but for signing in and out. */
async function accountEvents(directory: string): Promise<readonly LedgerRecord[]> {
  const events = await recordsOf(directory, 'access');
  return events.filter(({ type }) => !['SignedIn', 'SessionEnded'].includes(type));
}

/** The same but for what the daily anchors commit to. */
function withoutAnchors(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  return records.map((record) =>
    record.type === 'SealedLedgerAnchored' ? { ...record, data: { ...(record.data as object), anchor: '' } } : record,
  );
}

/** One demo that several tests look at. None of them changes it. */
let shared: TemporaryDirectory;
let digests: Awaited<ReturnType<typeof allDigestsOf>>;

beforeAll(async () => {
  shared = temporaryDirectory();
  digests = await allDigestsOf(playDemo(options(shared.path)));
});
afterAll(() => shared[Symbol.dispose]());

describe('a demo', () => {
  it('makes the same history to the byte for the same seed, and another for another seed', async () => {
    using same = temporaryDirectory();
    using other = temporaryDirectory();
    expect(await allDigestsOf(playDemo(options(same.path)))).toEqual(digests);
    const different = await digestsOf(playDemo(options(other.path, { seed: 8 })));
    expect(different.history.root).not.toBe(digests.history.root);
    expect(different.stateDigest).not.toBe(digests.stateDigest);
  });

  it('goes on where it was stopped, and nothing is there twice; at each stop a replay agrees with the projections', async () => {
    using directory = temporaryDirectory();
    for (const commands of [14, 41]) {
      await playUntil(commands, directory.path);
      const { live, replayed } = await liveAndReplayed(directory.path);
      expect(live).toBe(replayed);
    }
    const { history, sealed, stateDigest } = digests;
    expect(await digestsOf(playDemo(options(directory.path)))).toEqual({ history, sealed, stateDigest });
    expect(await digestsOf(playDemo(options(directory.path)))).toEqual({ history, sealed, stateDigest });
  });

  it('signs all of its ledgers on the clock while it is served, as a server does', async () => {
    using directory = temporaryDirectory();
    const demo = await playDemo(options(directory.path, { patients: 1 }));
    const stores = await Promise.all(LEDGERS.map((ledger) => openLedgerToRead(dataDirectory(directory.path), ledger)));
    const unsigned = async () => {
      const signed = await Promise.all(stores.map((store) => store.lastCheckpoint()));
      const ends = await Promise.all(stores.map((store) => store.lastPosition()));
      return ends.filter((last, place) => last >= (signed[place]?.size ?? 0)).length;
    };
    expect(await unsigned()).toBeGreaterThan(0);
    demo.signOn(timer(0, 50));
    while ((await unsigned()) > 0) await setImmediate();
    for (const store of stores) await store.close();
    await demo.close();
  });

  it('signs its ledgers and anchors the sealed one on each day, the same when it is played again or gone on with', async () => {
    using directory = temporaryDirectory();
    const daily = { patients: 1, daily: true };
    const whole = await allDigestsOf(playDemo(options(directory.path, daily)));
    const { checkpoints } = whole;
    const records = await recordsOf(directory.path, 'trial');
    const anchored = records.filter(({ type }) => type === 'SealedLedgerAnchored');
    const days = anchored.map(({ data }) => (data as { anchoredOn: string }).anchoredOn);
    const [first = '', last = ''] = [days[0], days.at(-1)];
    expect(days).toEqual(Array.from({ length: daysBetween(first, last) + 1 }, (_, day) => plusDays(first, day)));
    expect(days.length).toBeGreaterThan(800);
    expect(checkpoints.trial).toBeGreaterThanOrEqual(days.length);
    expect(checkpoints.sealed).toBeGreaterThanOrEqual(days.length);
    const played = records
      .filter(({ type }) => type !== 'SealedLedgerAnchored')
      .map(({ metadata }) => metadata.recordedAt);
    expect(plusDays(first, -1) <= played[0]!.slice(0, 10)).toBe(true);
    expect(last).toBe(played.at(-1)!.slice(0, 10));
    const { stateDigest } = whole;
    using stopped = temporaryDirectory();
    await playUntil(40, stopped.path, daily);
    const until = await recordsOf(stopped.path, 'access');
    expect((await recordsOf(directory.path, 'access')).slice(0, until.length)).toEqual(until);
    const resumed = await digestsOf(playDemo(options(stopped.path, daily)));
    const sizesOf = (demo: Awaited<ReturnType<typeof digestsOf>>) => [demo.history.treeSize, demo.sealed.treeSize];
    expect([resumed.stateDigest, sizesOf(resumed)]).toEqual([stateDigest, sizesOf(whole)]);
    // An anchor is of the access ledger, too, in which everybody signs in once more when a demo goes on.
    expect(withoutAnchors(await recordsOf(stopped.path, 'trial'))).toEqual(withoutAnchors(records));
  });

  it('[P11-10e] records everything at the simulated time, under the names of the simulated people', async () => {
    const metadata = (await recordsOf(shared.path, 'trial')).map((record) => record.metadata);
    expect(metadata.every(({ recordedAt }) => recordedAt >= '2009' && recordedAt < '2015')).toBe(true);
    expect(metadata.every(({ source }) => source.client === 'bali-demo/1')).toBe(true);
  });

  it('[P11-100] makes one account for each person, through the API, and leaves those that are there as they are', async () => {
    using directory = temporaryDirectory();
    await playUntil(1, directory.path);
    const made = await accountEvents(directory.path);
    const roles = made.filter(({ type }) => type === 'RoleDelegated').map(({ data }) => (data as { role: Role }).role);
    expect(new Set(roles)).toEqual(new Set(ROLE_IDS));
    expect(made.filter(({ type }) => type === 'AccountCreated')).toHaveLength(PEOPLE.length);
    await playUntil(2, directory.path);
    expect(await accountEvents(directory.path)).toEqual(made);
  });

  it('refuses a directory that holds another history', async () => {
    await expect(playDemo(options(shared.path, { patients: 2 }))).rejects.toThrow(
      'the data directory holds another history',
    );
  });
});

describe('a demo of more patients', () => {
  const COHORT = { seed: 4, patients: 12 };
  let directory: TemporaryDirectory;
  let report: DemoReport;

  beforeAll(async () => {
    directory = temporaryDirectory();
    report = await reportOf(playDemo(options(directory.path, COHORT)));
  });
  afterAll(() => directory[Symbol.dispose]());

  it('is answered as the script of another seed says, and tells what came of it', () => {
    expect(report.participantFlow.randomized).toBe(12);
    expect(report.primaryEndpoint.notYetEvaluable).toEqual({ followUpUnderWay: 0, visitOverdue: 0 });
    const expected = cohortScript(COHORT).commands.flatMap(({ refusedAs }) => refusedAs ?? []);
    expect(report.refusals.map(({ code }) => code)).toEqual(expected);
    expect(reportLines(report).join('\n')).toMatch(/Randomized \.+ {4}12\n/);
  });

  it('[P11-50] [P11-200] signs each record that is signed with name, meaning, moment and method, the same at every signing', async () => {
    const records = await recordsOf(directory.path, 'trial');
    const signed = records.filter((record) => mustBeSigned(record));
    expect(signed.map(({ metadata }) => metadata.signature)).toEqual(
      signed.map((record) => ({
        name: record.metadata.actor.name,
        meaning: signatureFor(record)?.meaning,
        signedAt: record.metadata.recordedAt,
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        method: record.metadata.actor.role === 'emergency-physician' ? 'password-and-recovery-code' : 'password',
      })),
    );
    expect(new Set(signed.map(({ type }) => type))).toEqual(
      new Set([
        ...['EligibilityConfirmed', 'Randomized', 'ProductReleased', 'PatientSignedOff', 'DatabaseLocked'],
        ...['AdverseEventAssessed', 'UnitRecordsConfirmed', 'UnitDeviationsJudged'],
        ...['PatientUnblinded', 'TrialUnblinded', 'CardOpened', 'CardOpenedInVain'],
        ...[
          'AdverseEventReported',
          'AdverseEventFollowedUp',
          'AnnulmentRequested',
          'DatabaseUnlocked',
          'EndpointAdjudicated',
          'Erratum',
        ],
      ]),
    );
    for (const record of signed) expect(verifySignature(record)).toEqual({ valid: true });
  });

  it('has the unit sign in, read and record alike after the planned unblinding of a patient of either arm', async () => {
    const { commands } = cohortScript(COHORT);
    const ofUnit = (await recordsOf(directory.path, 'access')).filter(
      ({ metadata }) => metadata.actor.userId === CELL_THERAPY_UNIT.userId,
    );
    const arms = await armsIn(directory.path);
    const unblinded = commands.flatMap(({ path, at }) =>
      path.endsWith('/planned-unblinding') ? [{ patient: path.split('/')[1]!, at }] : [],
    );
    const done = unblinded.map(({ patient, at }) => {
      const days = commands.flatMap((one) =>
        one.by === CELL_THERAPY_UNIT && one.path.includes(`/${patient}/`) && one.at > at ? [one.at.slice(0, 10)] : [],
      );
      const seen = ofUnit.filter(({ metadata }) => days.includes(metadata.recordedAt.slice(0, 10)));
      return { arm: arms.get(patient), seen: seen.map(({ type }) => type) };
    });
    expect(new Set(done.map(({ arm }) => arm))).toEqual(new Set(['A', 'B']));
    const [first] = done;
    expect(first!.seen).toContain('SignedIn');
    expect(done.map(({ seen }) => seen)).toEqual(done.map(() => first!.seen));
  });
});
