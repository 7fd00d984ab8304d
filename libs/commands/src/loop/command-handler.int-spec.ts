import { testHeads } from '@bali/event-store/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandIdReused, CommandRefused, StaleRevision, TooContended } from '@bali/commands';
import { envelopeOf, CommandFixture, type Instance, NOW, openSite, textsOf } from '@bali/commands/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { eventId, recordOf } from '@bali/ledger';
import { type Decision, patientStream, refusal, sitesOf } from '@bali/trial';
import { patientEvent, trialEvent } from '@bali/trial/testing';

let fixture: CommandFixture;
let instance: Instance;

beforeEach(async () => {
  fixture = new CommandFixture();
  instance = await fixture.instance();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const records = async () => (await fixture.store.readStream('trial')).map(({ leaf }) => recordOf(leaf));

describe('a command', () => {
  it('[P11-10e] is recorded with the person, when, why, from where and with which software, and answered with where it stands', async () => {
    const texts = textsOf('REI');
    const reason = texts.keep('the contract is signed');
    const handled = await openSite(instance, 'REI', { texts, reason });
    const { commandId, causationId, correlationId, actor, source } = envelopeOf('REI');
    expect(handled).toEqual({ stream: 'trial', revision: 0, position: 0, events: [eventId(commandId, 0)] });
    expect((await records())[0]?.metadata).toEqual({
      ...{ trialId: 'NCT00904501', recordedAt: NOW, commandId, causationId, correlationId, actor, reason, source },
      software: { version: '0.1.0', commit: '0000000' },
    });
  });

  it('[P11-10e] is recorded no earlier than the event before it, whose clock was ahead, and repeated it is the same', async () => {
    const ahead = await fixture.instance({ now: () => new Date('2026-03-02T13:00:00.000Z') });
    await openSite(ahead, 'NAN');
    const handled = await openSite(instance, 'REI');
    expect((await records()).map(({ metadata }) => metadata.recordedAt)).toEqual([
      '2026-03-02T13:00:00.000Z',
      '2026-03-02T13:00:00.000Z',
    ]);
    expect(await openSite(await fixture.instance(), 'REI')).toEqual(handled);
  });

  it('is decided on every event that was acknowledged before', async () => {
    await openSite(instance, 'REI');
    const seen: string[][] = [];
    await openSite(instance, 'NAN', {
      decide: (state) => {
        seen.push(sitesOf(state).map(({ code }) => code));
        return { events: [trialEvent('SiteOpened', { site: 'NAN' })] };
      },
    });
    expect(seen).toEqual([['REI']]);
  });

  it('that is refused leaves nothing, and may succeed later', async () => {
    const texts = textsOf('REI');
    const reason = texts.keep('too early');
    const refused = { refusal: refusal('trial-not-registered', 'The trial has to be registered first.') };
    const opening = openSite(instance, 'REI', { texts, reason, decide: () => refused });
    await expect(opening).rejects.toThrow(CommandRefused);
    expect(await fixture.store.lastPosition()).toBe(-1);
    expect((await fixture.store.readTexts([reason])).authentic.size).toBe(0);
    expect((await openSite(instance, 'REI')).revision).toBe(0);
  });

  it('leads to several events or to none', async () => {
    const good = trialEvent('SiteOpened', { site: 'REI' });
    const bad = trialEvent('SiteOpened', { site: 'Reims' });
    await expect(openSite(instance, 'REI', { decide: () => ({ events: [good, bad] }) })).rejects.toThrow(
      /^SiteOpened\/site was decided on, but /,
    );
    expect(await fixture.store.lastPosition()).toBe(-1);
    const both = { events: [good, trialEvent('SiteOpened', { site: 'NAN' })] };
    expect(await openSite(instance, 'REI', { decide: () => both })).toMatchObject({ revision: 1, position: 1 });
  });

  it('keeps its free texts, durable with its events', async () => {
    const texts = textsOf('REI');
    const reason = texts.keep('the contract is signed');
    await openSite(instance, 'REI', { texts, reason });
    const { path } = fixture.ledger;
    const again = openSqliteEventStore({
      ...{ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path), readOnly: true },
    });
    const kept = await again.readTexts([reason]);
    await again.close();
    expect(kept.authentic.get(reason)?.text).toBe('the contract is signed');
    expect(JSON.stringify(await records())).not.toContain('contract');
  });
});

describe('the same command', () => {
  it('is done once, however often it comes, through whichever instance', async () => {
    const other = await fixture.instance();
    const attempts = Array.from({ length: 20 }, (_, n) => openSite(n % 2 === 0 ? instance : other, 'REI'));
    const handled = await Promise.all(attempts);
    const later = await openSite(await fixture.instance(), 'REI');
    expect(handled).toEqual(handled.map(() => later));
    expect(await fixture.store.lastPosition()).toBe(0);
  });

  it('with another message is refused', async () => {
    await openSite(instance, 'REI');
    const envelope = envelopeOf('REI', 'another message');
    await expect(openSite(instance, 'REI', { envelope })).rejects.toThrow(CommandIdReused);
    expect(await fixture.store.lastPosition()).toBe(0);
  });

  it('is done once also when another attempt has chosen another stream meanwhile', async () => {
    const consent = (patient: string) => ({
      stream: () => patientStream(patient),
      decide: () => ({ events: [patientEvent('ConsentGiven', { patient, site: 'REI' })] }),
    });
    let first: unknown;
    const handled = await openSite(instance, 'consent', {
      ...consent('REI-002'),
      decide: async () => {
        first ??= await openSite(instance, 'consent', consent('REI-001'));
        return consent('REI-002').decide();
      },
    });
    expect(handled).toEqual(first);
    expect(handled).toMatchObject({ stream: 'patient-REI-001', position: 0 });
    expect(await fixture.store.lastPosition()).toBe(0);
  });
});

describe('commands at once', () => {
  it('are all done, each decided anew on what the others did', async () => {
    const other = await fixture.instance();
    const sites = ['REI', 'NAN', 'PAR', 'MUL', 'STR', 'LIL', 'DIJ', 'NCY'];
    const openings = sites.map((site, n) =>
      openSite(n % 2 === 0 ? instance : other, site, {
        decide: (state) => {
          const name = `${sitesOf(state).length} before`;
          return { events: [trialEvent('SiteOpened', { site, name })] };
        },
      }),
    );
    const handled = await Promise.all(openings);
    expect(handled.map(({ revision }) => revision).toSorted()).toEqual(sites.map((_, revision) => revision));
    const opened = (await records()).map(({ data }) => (data as { name: string }).name);
    expect(opened).toEqual(sites.map((_, revision) => `${revision} before`));
  });

  it('of one turn wait for each other, also for one that is refused: each is decided once', async () => {
    const sites = Array.from({ length: 10 }, (_, number) => `S${String(number).padStart(2, '0')}`);
    const decided: string[] = [];
    const open = (site: string) => {
      const decide = (): Decision => {
        decided.push(site);
        if (site === 'S03') return { refusal: refusal('trial-not-registered', 'Not this one.') };
        return { events: [trialEvent('SiteOpened', { site: 'REI' })] };
      };
      return openSite(instance, site, { turn: 'the same', decide });
    };
    const outcomes = await Promise.allSettled(sites.map(open));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9);
    expect(decided).toEqual(sites);
  });

  it('that wait too long for their turn are told to come back, and the next one is done', async () => {
    const hurried = await fixture.instance({ turnLimitMs: 0 });
    const { promise: isLate, resolve: beLate } = Promise.withResolvers<true>();
    const decide = async (): Promise<Decision> => {
      await isLate;
      return { events: [trialEvent('SiteOpened', { site: 'REI' })] };
    };
    const first = openSite(hurried, 'REI', { turn: 'the same', decide });
    const second = openSite(hurried, 'MUL', { turn: 'the same' });
    beLate(true);
    await expect(second).rejects.toThrow(TooContended);
    expect(await first).toMatchObject({ revision: 0 });
    expect(await openSite(hurried, 'NAN', { turn: 'the same' })).toMatchObject({ revision: 1 });
  });

  it('end in a refusal when others keep writing to the same record', async () => {
    let attempts = 0;
    const crowded = openSite(instance, 'REI', {
      decide: async () => {
        attempts += 1;
        await openSite(instance, 'NAN', { envelope: envelopeOf(`somebody else, ${attempts}`) });
        return { events: [trialEvent('SiteOpened', { site: 'REI' })] };
      },
    });
    await expect(crowded).rejects.toThrow(TooContended);
    expect(attempts).toBeGreaterThan(10);
    expect(await records()).toHaveLength(attempts);
    expect((await records()).every(({ data }) => (data as { site: string }).site === 'NAN')).toBe(true);
  });
});

describe('an expected revision', () => {
  it('lets the command through only while nobody has changed the record', async () => {
    await openSite(instance, 'REI', { expectedRevision: -1 });
    const stale = openSite(instance, 'NAN', { expectedRevision: -1 });
    await expect(stale).rejects.toThrow(new StaleRevision(-1, 0));
    expect((await openSite(instance, 'NAN', { expectedRevision: 0 })).revision).toBe(1);
    expect(await fixture.store.lastPosition()).toBe(1);
  });

  it('does not stand in the way of a repeated command', async () => {
    const first = await openSite(instance, 'REI', { expectedRevision: -1 });
    expect(await openSite(instance, 'REI', { expectedRevision: -1 })).toEqual(first);
  });

  it('that became stale between reading and writing is refused, not decided anew', async () => {
    const overtaken = openSite(instance, 'REI', {
      expectedRevision: -1,
      decide: async () => {
        await openSite(instance, 'NAN');
        return { events: [trialEvent('SiteOpened', { site: 'REI' })] };
      },
    });
    await expect(overtaken).rejects.toThrow(new StaleRevision(-1, 0));
    expect(await fixture.store.lastPosition()).toBe(0);
  });
});
