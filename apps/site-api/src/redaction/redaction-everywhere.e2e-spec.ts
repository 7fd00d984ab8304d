import type { Person } from '@bali/access';
import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import { canonicalJson, type LedgerRecord, recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { v5 as uuidV5 } from 'uuid';
import {
  bringPatient,
  openTrial,
  type RecordedBody,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const NAME = 'Odile Fontaine-Mercier';
const REASON = `The daughter, ${NAME}, asked for it`;
const DATA_MANAGER = { as: someoneIn('data-manager') };
const another = (person: Person): Person => ({ ...person, userId: `${person.userId}.2`, name: 'Somebody Else' });
const UNIT = { as: someoneIn('cell-therapy-unit') };
const UNIT_2 = { as: another(UNIT.as) };
const ADMINISTRATOR = { as: someoneIn('administrator') };

let api: SiteApiUnderTest;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
});
afterAll(() => api[Symbol.asyncDispose]());

/** Every byte of everything that the installation keeps. */
function bytesOnDisk(): Buffer {
  const { ledgers, projections, sealedProjections, path } = api.directory;
  const files = [...Object.values(ledgers), projections, sealedProjections, `${path}/log-trial.db`];
  const all = files.flatMap((file) => ['', '-wal', '-shm', '-journal'].map((suffix) => file + suffix));
  return Buffer.concat(all.filter((file) => existsSync(file)).map((file) => readFileSync(file)));
}

/** What must not be left of a text: its salt, and what is kept, whether or not that can be read. */
interface Kept {
  readonly hash: string;
  readonly salt: string;
  readonly text: string;
}

/** What was redacted so far, by where it was kept. */
const redacted: Partial<Record<StoreName, Kept[]>> = {};

type StoreName = 'trialLedger' | 'sealedLedger' | 'accessLedger';

async function keptAs(store: StoreName, hash: string): Promise<Kept> {
  const kept = (await api.api.resources[store].readTexts([hash])).authentic.get(hash)!;
  (redacted[store] ??= []).push(kept);
  return kept;
}

function expectOnDisk({ salt, text }: Kept, isThere: boolean): void {
  const bytes = bytesOnDisk();
  // A sealed text runs over several pages, and begins as every other one does.
  const pieces = text.length < 1_000 ? [text] : [500, 3_000, 6_000, 9_000].map((at) => text.slice(at, at + 80));
  expect([bytes.includes(salt), pieces.some((piece) => bytes.includes(piece))]).toEqual([isThere, isThere]);
}

async function sealedRecords(): Promise<readonly LedgerRecord[]> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = await sealedLedger.readStream(SEALED_STREAM);
  return Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
}

const asked = (redactedEvent: string, field = '/metadata/reason') => ({ redactedEvent, field, why: 'names-a-person' });

/** A patient whose bone marrow was harvested, so that the unit writes about it. */
let patient: string;

describe('[R3-422b] the redaction of a free text', () => {
  it('reaches what was said of the trial and its sites', async () => {
    const closing = { closedOn: '2009-06-14', reason: REASON };
    const { events } = await api.record('/v1/sites/NAN/closure', closing, { as: someoneIn('sponsor-coordinator') });
    const record = (await api.records()).find(({ id }) => id === events[0])!;
    const kept = await keptAs('trialLedger', record.metadata.reason!);
    expectOnDisk(kept, true);
    expect((await api.post('/v1/trial/redactions', asked(events[0]!, '/data/site'), DATA_MANAGER)).body.code).toBe(
      'text-unknown',
    );
    expect((await api.post('/v1/trial/redactions', asked(events[0]!))).body.code).toBe('not-permitted');
    await api.record('/v1/trial/redactions', asked(events[0]!), DATA_MANAGER);
    expectOnDisk(kept, false);
    const event = (await api.records()).at(-1)!;
    expect(event).toMatchObject({ type: 'TextRedacted', stream: 'trial', data: asked(events[0]!) });
    expect(event.metadata.actor.userId).toBe(DATA_MANAGER.as.userId);
    expect((await api.post('/v1/trial/redactions', asked(events[0]!), DATA_MANAGER)).body.code).toBe(
      'already-redacted',
    );
    const opening = { site: 'NAN', name: 'CHU', city: 'Nantes', timeZone: 'Europe/Paris', openedOn: '2009-06-15' };
    await api.record('/v1/sites', opening, { as: someoneIn('sponsor-coordinator') });
  });

  it('erases the copies that the sealed ledger keeps of the reasons of randomizations and releases, too', async () => {
    const patient = await bringPatient(api, 'confirmed');
    api.clock.set('2011-02-21T09:00:00.000Z');
    const { events } = await api.record(`/v1/patients/${patient}/randomization`, { reason: REASON });
    const record = (await api.records()).find(({ id }) => id === events[0])!;
    const taken = (await sealedRecords()).findLast(({ type }) => type === 'SlotTaken')!;
    const { request } = taken.data as { request: { reason: { hash: string; kept: string } } };
    expect(request.reason.hash).toBe(record.metadata.reason);
    const texts = [
      await keptAs('trialLedger', request.reason.hash),
      await keptAs('sealedLedger', request.reason.kept),
    ] as const;
    expect(texts[0].text).toBe(REASON);
    expect(texts[1].text).not.toContain(NAME);
    // Nothing that the sealed ledger keeps for ever has the salt, which would let the text be guessed.
    expect(JSON.stringify(await sealedRecords())).not.toContain(texts[0].salt);
    for (const text of texts) expectOnDisk(text, true);
    await api.record(`/v1/patients/${patient}/redactions`, asked(events[0]!), DATA_MANAGER);
    for (const text of texts) expectOnDisk(text, false);
    // What is finished again finds the text gone, and needs it no more.
    await api.restart();
    for (const text of texts) expectOnDisk(text, false);
  });

  it('reaches what the unit wrote, by another person of the unit, and is sealed', async () => {
    patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    const deviation = { foundAt: '2011-03-02T10:00:00Z', kind: 'transport', description: `told by ${NAME}` };
    const path = `/v1/cell-therapy/patients/${patient}/records`;
    const { events } = await api.record(path, { deviation, reason: REASON }, UNIT);
    const [event = ''] = events;
    const written = (await sealedRecords()).find(({ id }) => id === event)!;
    const { description } = written.data as { description: string };
    const texts = {
      '/metadata/reason': await keptAs('sealedLedger', written.metadata.reason!),
      '/data/description': await keptAs('sealedLedger', description),
    };
    const redact = (field: string, sending: object) =>
      api.post('/v1/cell-therapy/redactions', asked(event, field), sending);
    expect((await redact('/metadata/reason', UNIT)).body.code).toBe('own-text');
    expect((await redact('/metadata/reason', DATA_MANAGER)).body.code).toBe('not-permitted');
    expect((await redact('/data/kind', UNIT_2)).body.code).toBe('text-unknown');
    const before = (await api.records()).length;
    for (const [field, text] of Object.entries(texts)) {
      expectOnDisk(text, true);
      expect((await redact(field, UNIT_2)).status).toBe(201);
      expectOnDisk(text, false);
    }
    const redactions = (await sealedRecords()).filter(({ type }) => type === 'SealedTextRedacted');
    expect(redactions.map(({ data, metadata }) => [data, metadata.actor.userId])).toEqual(
      Object.entries(texts).map(([field, { hash }]) => [{ ...asked(event, field), hash }, UNIT_2.as.userId]),
    );
    expect((await api.records()).length).toBe(before);
    expect(api.log.text()).not.toMatch(/cell-therapy\/redactions","status":201/);
  });

  it('reaches what the unit corrected in a text', async () => {
    const path = `/v1/cell-therapy/patients/${patient}/records`;
    const deviation = { foundAt: '2011-03-02T10:00:00Z', kind: 'transport', description: 'told by a courier' };
    const { events } = await api.record(path, { deviation }, UNIT);
    const correction = { correctedEvent: events[0], field: '/description', newValue: `told by ${NAME}` };
    const corrected = await api.record(path, { correction, reason: 'incomplete' }, UNIT);
    const [event = ''] = corrected.events;
    const written = (await sealedRecords()).find(({ id }) => id === event)!;
    const kept = await keptAs('sealedLedger', (written.data as { newValue: string }).newValue);
    expectOnDisk(kept, true);
    await api.record('/v1/cell-therapy/redactions', asked(event, '/data/newValue'), UNIT_2);
    expectOnDisk(kept, false);
  });

  it('reaches why something was done to an account, by another administrator, also once it is deactivated', async () => {
    const account = { userId: 'odile', name: 'O. F.', organisation: 'CHU de Reims', reason: REASON };
    const make = (reason: string) =>
      api.post<RecordedBody & { code?: string }>(
        '/v1/accounts',
        { ...account, reason },
        { ...ADMINISTRATOR, key: 'making-odile' },
      );
    const made = await make(REASON);
    expect([made.status, made.text]).toEqual([201, made.text]);
    expect((await make('for no reason')).body.code).toBe('idempotency-key-reused');
    await api.post('/v1/accounts/odile/deactivation', {}, ADMINISTRATOR);
    const [first, second] = await api.recordsOfAccount('odile');
    // Nothing that stays for ever is computed from the reason: it could be guessed, and tried out.
    const { reason: _, ...said } = account;
    expect(first!.metadata.causationId).toBe(
      uuidV5(`POST /v1/accounts\n${canonicalJson(said)}`, first!.metadata.commandId),
    );
    const kept = await keptAs('accessLedger', first!.metadata.reason!);
    expectOnDisk(kept, true);
    const redact = ({ id = '' }: Partial<LedgerRecord>, as: Person) =>
      api.post('/v1/accounts/odile/redactions', { redactedEvent: id, why: 'names-a-person' }, { as });
    expect((await redact(first!, ADMINISTRATOR.as)).body.code).toBe('account-text-own');
    expect((await redact({ id: '00000000-0000-5000-8000-000000000000' }, another(ADMINISTRATOR.as))).body.code).toBe(
      'account-text-unknown',
    );
    expect((await redact(second!, another(ADMINISTRATOR.as))).status).toBe(201);
    expectOnDisk(kept, false);
    expect((await redact(first!, another(ADMINISTRATOR.as))).body.code).toBe('account-text-already-redacted');
    expect((await make(REASON)).body).toMatchObject({ events: made.body.events });
    const last = (await api.recordsOfAccount('odile')).at(-1)!;
    expect(last).toMatchObject({ type: 'TextRedacted', data: { redactedEvent: second!.id, hash: kept.hash } });
  });

  it('is finished at the next start where a crash left the text, in each ledger', async () => {
    expect(Object.keys(redacted).toSorted()).toEqual(['accessLedger', 'sealedLedger', 'trialLedger']);
    for (const [store, texts] of Object.entries(redacted)) await api.api.resources[store as StoreName].keepTexts(texts);
    for (const text of Object.values(redacted).flat()) expectOnDisk(text, true);
    await api.restart();
    for (const text of Object.values(redacted).flat()) expectOnDisk(text, false);
  });

  it('is finished by whichever instance is up where one failed after the event', async () => {
    const closing = { closedOn: '2011-03-01', reason: REASON };
    const { events } = await api.record('/v1/sites/NAN/closure', closing, { as: someoneIn('sponsor-coordinator') });
    const record = (await api.records()).find(({ id }) => id === events[0])!;
    const kept = await keptAs('trialLedger', record.metadata.reason!);
    const { trialLedger } = api.api.resources;
    const eraseText = trialLedger.eraseText.bind(trialLedger);
    // Both the command and who follows fail once.
    let fails = 2;
    const erased = new Promise<void>((resolve) => {
      trialLedger.eraseText = async (hash) => {
        if (fails-- > 0) throw new Error('the power is cut');
        const wasThere = await eraseText(hash);
        if (hash === kept.hash) resolve();
        return wasThere;
      };
    });
    expect((await api.post('/v1/trial/redactions', asked(events[0]!), DATA_MANAGER)).status).toBe(500);
    await erased;
    expectOnDisk(kept, false);
  });
});
