import {
  type EventStore,
  type EventStoreDbOptions,
  NO_STREAM,
  type StoredEvent,
  StoreUnavailable,
} from '@bali/event-store';
import { sampleAppend, sampleEvent, sampleText } from '@bali/event-store/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collect, refusalOf } from '@bali/event-store/testing/contract';
import { Installations } from './open-against.js';
import { EventStoreStandIn } from './stand-in.js';

let standIn: EventStoreStandIn;
let installations: Installations;

beforeEach(async () => {
  standIn = await EventStoreStandIn.start();
  installations = new Installations();
});
afterEach(async () => {
  await installations[Symbol.asyncDispose]();
  await standIn[Symbol.asyncDispose]();
});

async function opened(options: Partial<EventStoreDbOptions> = {}): Promise<EventStore> {
  const store = installations.store(standIn, options);
  await store.open();
  return store;
}

/** Follows from the beginning; `seen` grows, and `until` resolves when it has reached a length. */
function following(store: EventStore) {
  const stop = new AbortController();
  const seen: StoredEvent[] = [];
  let told: () => void = () => undefined;
  const ended = (async () => {
    for await (const page of store.follow(0, stop.signal)) {
      seen.push(...page);
      told();
    }
  })();
  const until = async (count: number) => {
    while (seen.length < count) await new Promise<void>((resolve) => (told = resolve));
  };
  const end = async () => {
    stop.abort();
    await ended;
    return seen.map(({ position }) => position);
  };
  return { until, end };
}

const idsOf = (events: readonly StoredEvent[]) => events.map(({ id }) => id);

describe('a lost acknowledgement', () => {
  it('[P11-10a] is asked for again with the same events, which are there once', async () => {
    const store = await opened();
    standIn.faults.acknowledgementsLost = 3;
    expect(await store.append(sampleAppend('a', NO_STREAM, 2))).toEqual({ revision: 1, position: 1 });
    expect(standIn.faults.acknowledgementsLost).toBe(0);
    expect(idsOf(await collect(store.read()))).toEqual(idsOf(await store.readStream('a')));
    expect(await store.append(sampleAppend('a', 1))).toEqual({ revision: 2, position: 2 });
  });

  it('[P11-10a] leads to no event twice while several instances write', async () => {
    const stores = [await opened(), await opened()];
    const appends = Array.from({ length: 40 }, (_, index) => {
      if (index % 8 === 0) standIn.faults.acknowledgementsLost += 1;
      return stores[index % 2]!.append(sampleAppend(`stream-${index}`, NO_STREAM));
    });
    const positions = (await Promise.all(appends)).map(({ position }) => position);
    expect(positions.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(new Set(idsOf(await collect(stores[0]!.read()))).size).toBe(40);
  });

  it('[R3-422b] of an erasure still tells that the text was there', async () => {
    const store = await opened();
    const text = sampleText('a name by mistake');
    await store.append({ ...sampleAppend('a', NO_STREAM), texts: [text] });
    standIn.faults.acknowledgementsLost = 1;
    expect(await store.eraseText(text.hash)).toBe(true);
    expect(await store.eraseText(text.hash)).toBe(false);
  });
});

describe('a node that is away', () => {
  it('is waited for', async () => {
    const store = await opened();
    standIn.faults.appendsRefused = 4;
    expect(await store.append(sampleAppend('a', NO_STREAM))).toEqual({ revision: 0, position: 0 });
  });

  it('is told clearly when patience ends, and used again without a restart when it is back', async () => {
    const store = await opened();
    await store.append(sampleAppend('a', NO_STREAM));
    standIn.goAway();
    const append = sampleAppend('a', 0);
    const refusals = await Promise.all([
      refusalOf(store.append(append)),
      refusalOf(store.lastPosition()),
      refusalOf(store.readTexts([sampleText('a').hash])),
    ]);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(StoreUnavailable);
      expect(refusal).toMatchObject({
        message: expect.stringMatching(/^the event store cluster cannot be reached: .*UNAVAILABLE/) as unknown,
      });
    }
    await standIn.comeBack();
    expect(await store.append(append)).toEqual({ revision: 1, position: 1 });
    expect(await collect(store.read())).toHaveLength(2);
  });

  it('may be away when the store is opened: the next call tries again', async () => {
    standIn.goAway();
    const store = installations.store(standIn);
    expect(await refusalOf(store.open())).toBeInstanceOf(StoreUnavailable);
    await standIn.comeBack();
    expect(await store.append(sampleAppend('a', NO_STREAM))).toEqual({ revision: 0, position: 0 });
  });

  it('ends no follower: it goes on after the last event, without a gap and without repeating any', async () => {
    const [writer, follower] = [await opened(), await opened()];
    const { until, end } = following(follower);
    await writer.append(sampleAppend('a', NO_STREAM, 3));
    await until(3);
    standIn.goAway();
    await standIn.comeBack();
    await writer.append(sampleAppend('a', 2, 2));
    await until(5);
    expect(await end()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a server that takes requests and says nothing', () => {
  it('is given up after a while, with an outcome that is unknown; the same events may be sent again', async () => {
    const store = await opened({ timeLimitMs: 1_000, patienceMs: 30 });
    standIn.faults.isSilent = true;
    const append = sampleAppend('a', NO_STREAM);
    const refusals = await Promise.all([refusalOf(store.append(append)), refusalOf(store.lastPosition())]);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(StoreUnavailable);
    standIn.faults.isSilent = false;
    expect(await store.append(append)).toEqual({ revision: 0, position: 0 });
  });

  it('is found out when its subscription is silent although there is something', async () => {
    const [writer, follower] = [await opened(), await opened()];
    const { until, end } = following(follower);
    await writer.append(sampleAppend('a', NO_STREAM));
    await until(1);
    standIn.faults.areSubscriptionsMute = true;
    await writer.append(sampleAppend('a', 0, 2));
    await until(3);
    expect(await end()).toEqual([0, 1, 2]);
  });
});

describe('a subscription that the server ends', () => {
  it('is taken up again after the last event, however it ended', async () => {
    const [writer, follower] = [await opened(), await opened()];
    const { until, end } = following(follower);
    for (let revision = NO_STREAM; revision < 5; revision += 1) {
      await writer.append(sampleAppend('a', revision));
      await until(revision + 2);
      standIn.endSubscriptions();
    }
    expect(await end()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(standIn.requests.subscribe).toBeGreaterThan(1);
  });
});

describe('a node that is not the leader', () => {
  it('sends on to the leader, also when that changes', async () => {
    await using other = await EventStoreStandIn.start(standIn);
    const store = await opened();
    await store.append(sampleAppend('a', NO_STREAM));
    standIn.faults.leaderPort = other.port;
    expect(await store.append(sampleAppend('a', 0))).toEqual({ revision: 1, position: 1 });
    expect(other.requests.append).toBeGreaterThan(0);
    standIn.faults.leaderPort = undefined;
    other.faults.leaderPort = standIn.port;
    expect(await store.append(sampleAppend('a', 1))).toEqual({ revision: 2, position: 2 });
    expect(await collect(store.read())).toHaveLength(3);
  });
});

describe('a user without the right', () => {
  it('is told so at once, and nothing is tried again', async () => {
    const store = await opened();
    standIn.faults.isAccessDenied = true;
    const before = standIn.requests.append;
    const refusal = await refusalOf(store.append({ ...sampleAppend('a', NO_STREAM), events: [sampleEvent('x')] }));
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(refusal).toMatchObject({ message: expect.stringMatching(/does not allow it/) as unknown });
    expect(standIn.requests.append).toBe(before + 1);
  });

  it('is told so when the cluster does not know the user, or has another password', async () => {
    standIn.faults.isUserUnknown = true;
    const refusal = await refusalOf(installations.store(standIn).open());
    expect(refusal).toMatchObject({
      name: 'StoreUnavailable',
      message: expect.stringMatching(/this user with this password/) as unknown,
    });
    expect(standIn.requests.append).toBe(0);
  });
});
