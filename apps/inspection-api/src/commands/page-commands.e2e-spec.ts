import type { Person } from '@bali/access';
import { PASSWORD, someoneIn } from '@bali/identity/testing';
import { SIGNATURES } from '@bali/trial';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InspectionApiUnderTest, startInspectionApi } from '../../testing/index.js';

interface Recorded {
  readonly position: number;
  readonly revision: number;
  readonly events: readonly string[];
  readonly code?: string;
  readonly signature?: { readonly meaning: string };
}

const PATIENT = '/v1/patients/REI-001';
const MONITOR = someoneIn('monitor');
const COORDINATOR = someoneIn('study-coordinator');

let api: InspectionApiUnderTest;
beforeAll(async () => {
  api = await startInspectionApi(120);
});
afterAll(() => api[Symbol.asyncDispose]());

const send = (path: string, body: object, as: Person, more: object = {}) =>
  api.post<Recorded>(`${PATIENT}/${path}`, body, { as, ...more });

async function harvest(): Promise<string> {
  const entries = await api.read<readonly { id: string; type: string }[]>(`${PATIENT}/timeline`, { as: MONITOR });
  return entries.find(({ type }) => type === 'Harvested')!.id;
}

describe('what is entered on the pages', () => {
  it('[P11-10k] is recorded in the trial ledger as the site API records it, once however often it is sent', async () => {
    const question = {
      entry: await harvest(),
      field: '/volumeMl',
      question: 'The source says 480 mL. Which is right?',
    };
    const first = await send('queries', question, MONITOR, { key: 'ask' });
    expect([first.status, first.text]).toEqual([201, first.text]);
    const again = await send('queries', question, MONITOR, { key: 'ask' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(first.headers.get('etag')).toBe(`"${first.body.revision}"`);
    const entry = await api.read<{ type: string; actor: { userId: string } }>(`/v1/audit-log/${first.body.position}`, {
      as: MONITOR,
    });
    expect([entry.type, entry.actor.userId]).toEqual(['QueryRaised', MONITOR.userId]);
  });

  it('[R3-424] is asked, answered by the site, and closed by another person than the one who answered', async () => {
    const { number } = await ask();
    const answer = { outcome: 'confirmed', answer: 'It is as the source says.' };
    expect((await send(`queries/${number}/closure`, {}, MONITOR)).body.code).toBe('query-not-answered');
    expect((await send(`queries/${number}/answers`, answer, MONITOR)).body.code).toBe('not-permitted');
    expect((await send(`queries/${number}/answers`, answer, COORDINATOR)).status).toBe(201);
    expect((await send(`queries/${number}/closure`, {}, MONITOR)).status).toBe(201);
    expect((await send(`queries/${number}/reopening`, {}, MONITOR)).body.code).toBe('reason-missing');
    const reason = { reason: 'The source was read again.', reasonCode: 'new-information' };
    expect((await send(`queries/${number}/reopening`, reason, MONITOR)).status).toBe(201);
  });

  it('[ALCOA] is verified against its source, field by field', async () => {
    const entry = await harvest();
    const verified = await send(
      'source-data-verifications',
      { verdict: 'agrees', entries: [{ entry, fields: ['/volumeMl'] }] },
      MONITOR,
    );
    expect([verified.status, verified.text]).toEqual([201, verified.text]);
    const fields = await api.read<readonly { entry: string; field: string; status: string }[]>(
      `${PATIENT}/source-data-verification?atLeast=${verified.body.position}`,
      { as: MONITOR },
    );
    expect(fields.find((one) => one.entry === entry && one.field === '/volumeMl')?.status).toBe('verified');
  });

  it('[P11-200] is signed with the sentence that was shown and the credentials of the signer, asked for again', async () => {
    const as = someoneIn('investigator');
    const asked = await send('sign-off', {}, as, { key: 'sign' });
    const { meaning } = SIGNATURES['sign-off'];
    // Whether the record can be signed off is decided first: nobody signs in vain.
    const [code, shown] = [asked.body.code, asked.body.signature?.meaning];
    expect([[code, shown]]).toEqual([['signature-missing', meaning]]);
    const wrong = { signature: { meaning, password: 'another password' } };
    expect((await send('sign-off', wrong, as, { key: 'sign' })).body.code).toBe('signature-refused');
    const signed = await send('sign-off', { signature: { meaning, password: PASSWORD } }, as, { key: 'sign' });
    expect([signed.status, signed.text]).toEqual([201, signed.text]);
    const entry = await api.read<{ signature?: { meaning: string } }>(`/v1/audit-log/${signed.body.position}`, { as });
    expect(entry.signature?.meaning).toBe(meaning);
  });

  it('keeps to the record that was looked at, where the page says which', async () => {
    const raised = await ask();
    const stale = { headers: { 'if-match': `"${raised.revision - 1}"` } };
    const answer = { outcome: 'explained', answer: 'See the letter.' };
    const refused = await send(`queries/${raised.number}/answers`, answer, COORDINATOR, stale);
    expect([refused.status, refused.body.code]).toEqual([412, 'stale-revision']);
  });

  it('[P11-10g] is for the own site alone', async () => {
    const elsewhere = { ...someoneIn('study-coordinator'), sites: ['NAN'], userId: 'coordinator.nan' };
    const refused = await send('queries/1/answers', { outcome: 'confirmed', answer: 'So it is.' }, elsewhere);
    expect(refused.body.code).toBe('another-site');
  });

  async function ask(): Promise<{ readonly number: number; readonly revision: number }> {
    const asked = await send('queries', { entry: await harvest(), question: 'Is all of it right?' }, MONITOR);
    expect([asked.status, asked.text]).toEqual([201, asked.text]);
    const { items } = await api.read<{ items: readonly { number: number }[] }>(
      `/v1/queries?patient=REI-001&limit=200&atLeast=${asked.body.position}`,
      { as: MONITOR },
    );
    return { number: Math.max(...items.map(({ number }) => number)), revision: asked.body.revision };
  }
});
