import {
  BODIES,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  bringPatient,
  bringPatients,
} from '@bali-app/site-api/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const UNIT = someoneIn('cell-therapy-unit');
const CARDS = '/v1/trial/randomization-cards';
const OPENED_AT = '2011-02-21T09:00:00+01:00';
/** On the day on which the clock stands by then. */
const LATER = '2011-02-22T10:00:00+01:00';
const CARD = { stratum: 'CARDS', slot: 0 };

interface Card {
  readonly slot: number;
  readonly arm: 'A' | 'B';
  readonly product: string;
}

let api: SiteApiUnderTest;
let patient: string;
let cards: readonly Card[];

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
});
afterAll(() => api[Symbol.asyncDispose]());

const print = (as = UNIT, key?: string) =>
  api.post<{ cards: readonly Card[]; code?: string }>(
    `${CARDS}/printings`,
    { stratum: 'CARDS' },
    { as, ...(key && { key }) },
  );
const byCard = (body: object = { ...CARD, randomizedAt: OPENED_AT }) =>
  api.post(`/v1/patients/${patient}/randomization-by-card`, { ...body, ...signatureFor('randomization') });
const typesOf = async () => (await api.records()).map(({ type }) => type);

describe('sealed cards', () => {
  it('are committed to with the list, and printed by the unit alone, all of them, recorded before they are shown', async () => {
    const committed = (await api.records()).find(({ type }) => type === 'RandomizationListCommitted');
    expect(committed?.data).toMatchObject({
      strata: [
        { stratum: 'ALL', slots: 160 },
        { stratum: 'CARDS', slots: 20 },
      ],
    });
    const refused = await print(someoneIn('investigator'));
    expect([refused.status, refused.body.code]).toEqual([403, 'not-permitted']);
    const first = await print(UNIT, 'print');
    const again = await print(UNIT, 'print');
    expect([first.status, first.body.cards.length, again.body.cards]).toEqual([201, 20, first.body.cards]);
    expect(Buffer.byteLength(first.text) % 65_536).toBe(0);
    expect(first.body.cards[0]?.product).toMatch(/^(bone-marrow mononuclear cells|placebo cell-product)/);
    expect((await typesOf()).filter((type) => type === 'CardsPrinted')).toHaveLength(1);
    const shown = (await api.accessRecords()).filter(({ data }) => {
      return (data as { readonly what?: string }).what === 'randomization-cards';
    });
    expect(shown).toHaveLength(2);
    cards = first.body.cards;
  });

  it('are never given out by the software', async () => {
    patient = await bringPatient(api, 'randomized', 'NAN');
    const randomized = (await api.records()).findLast(({ type }) => type === 'Randomized');
    expect(randomized?.data).toEqual({ stratum: 'ALL', slot: 0 });
  });
});

describe('a randomization while the system was down', () => {
  it('is refused until the unit has documented the card, and says what to do', async () => {
    patient = await bringPatient(api, 'confirmed');
    const early = await byCard();
    expect([early.status, early.body.code]).toEqual([409, 'card-not-documented']);
    expect(early.body.detail).toContain('Ask the cell therapy unit');
    const opening = { ...CARD, patient, openedAt: OPENED_AT, outage: 'network-down' };
    const unsigned = await api.post(`${CARDS}/openings`, opening, { as: UNIT });
    expect(unsigned.body.code).toBe('signature-missing');
    await api.record(`${CARDS}/openings`, { ...opening, ...signatureFor('card-opening') }, { as: UNIT });
    const twice = await api.post(`${CARDS}/openings`, { ...opening, ...signatureFor('card-opening') }, { as: UNIT });
    expect(twice.body.code).toBe('card-already-opened');
  });

  it('is overdue after a day, for everybody to see', async () => {
    const overdue = async () => {
      const [view] = await api.read<{ opened: { slot: number; isOverdue: boolean; enteredAt?: string }[] }[]>(CARDS);
      return view?.opened[0];
    };
    api.clock.set('2011-02-21T16:00:00.000Z');
    expect(await overdue()).toMatchObject({ slot: 0, isOverdue: false });
    api.clock.set('2011-02-22T16:00:00.000Z');
    expect(await overdue()).toMatchObject({ slot: 0, isOverdue: true });
    const answer = await byCard();
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    expect(await overdue()).toMatchObject({ isOverdue: false, enteredAt: '2011-02-22T16:00:00.000Z' });
  });

  it('is signed by both, happened when the card was opened, and has the arm of the card for the unit', async () => {
    const record = (await api.records()).findLast(({ type }) => type === 'Randomized');
    expect(record).toMatchObject({ data: { ...CARD, randomizedAt: OPENED_AT } });
    expect(record?.metadata.signature?.name).toBe(someoneIn('investigator').name);
    const opened = (await api.records()).find(({ type }) => type === 'CardOpened');
    expect(opened?.metadata.signature?.name).toBe(UNIT.name);
    const { items } = await api.read<{ items: { patient: string; randomizedAt?: string }[] }>('/v1/patients?site=REI');
    expect(items[0]?.randomizedAt).toBe(OPENED_AT);
    expect((await byCard()).body.code).toBe('already-randomized');
  });

  it('lets what was done on paper meanwhile be recorded, and proves the arm against the commitment', async () => {
    const harvest = { ...BODIES.harvest, harvestedAt: '2011-02-21T10:30:00+01:00' };
    await api.record(`/v1/patients/${patient}/harvest`, harvest);
    const emergency = { reason: 'a shock', ...signatureFor('emergency-unblinding') };
    const told = await api.post<{ allocation: { arm: string; stratum: string; inclusionProof: string[] } }>(
      `/v1/patients/${patient}/emergency-unblinding`,
      emergency,
    );
    expect(told.body.allocation).toMatchObject({ arm: cards[0]?.arm, stratum: 'CARDS' });
    expect(told.body.allocation.inclusionProof.length).toBeGreaterThan(5);
  });

  it('is put right by the unit where it named the wrong patient, and stays where one is randomized by it', async () => {
    const opened = async () => (await api.records()).findLast(({ type }) => type === 'CardOpened')?.id;
    const annulled = async () => {
      const body = { entries: [await opened()], reasonCode: 'wrong-patient', reason: 'the next one on the list' };
      return (await api.post('/v1/trial/annulments', { ...body, ...signatureFor('annulment') }, { as: UNIT })).body
        .code;
    };
    expect(await annulled()).toBe('never-annulled');
    const [next = '', other = ''] = await bringPatients(api, ['confirmed', 'confirmed']);
    const opening = { stratum: 'CARDS', slot: 2, openedAt: LATER, outage: 'network-down' };
    const document = (of: string) =>
      api.record(`${CARDS}/openings`, { ...opening, patient: of, ...signatureFor('card-opening') }, { as: UNIT });
    await document(next);
    expect(await annulled()).toBeUndefined();
    await document(other);
    patient = other;
    const entered = await byCard({ stratum: 'CARDS', slot: 2, randomizedAt: LATER });
    expect([entered.status, entered.text]).toEqual([201, entered.text]);
  });

  it('of a card that was opened in vain is refused, and the card is given to nobody', async () => {
    const inVain = { stratum: 'CARDS', slot: 1, openedAt: OPENED_AT, why: 'opened-by-mistake' };
    await api.record(`${CARDS}/openings-in-vain`, { ...inVain, ...signatureFor('card-opening') }, { as: UNIT });
    patient = await bringPatient(api, 'confirmed');
    const refused = await byCard({ stratum: 'CARDS', slot: 1, randomizedAt: OPENED_AT });
    expect([refused.status, refused.body.code]).toEqual([409, 'card-not-documented']);
    expect((await byCard({ stratum: 'REI', slot: 1, randomizedAt: OPENED_AT })).body.code).toBe('invalid-input');
  });
});
