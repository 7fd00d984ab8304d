import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPasskeyOfSigner, PasskeyHistory, type PasskeyRequest, type Person, verifySignature } from '@bali/access';
import { type Misuse, SoftwarePasskey, USER_PRESENT } from '@bali/access/testing';
import { registrationOf } from '@bali/identity/testing';
import type { LedgerRecord } from '@bali/ledger';
import { type SignatureId, SIGNATURES } from '@bali/trial';
import { randomUUID } from 'node:crypto';
import {
  BODIES,
  LONG_AFTER,
  openTrial,
  PASSWORD,
  type ProblemBody,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

interface Asked extends ProblemBody {
  readonly signature?: { readonly meaning: string; readonly passkey?: PasskeyRequest };
}

const AFTER_THAT = '2011-12-01T10:01:00.000Z';

const claire = someoneIn('investigator');
const luc = someoneIn('study-coordinator');
/** An investigator who has no passkey. */
const anne: Person = { ...claire, userId: 'a.roux', name: 'Anne Roux' };
let api: SiteApiUnderTest;
let passkey: SoftwarePasskey;
let patient: string;

beforeAll(async () => {
  api = await startSiteApi('2009-06-15T08:00:00.000Z', 'passkeys');
  await openTrial(api);
  patient = await screened();
  passkey = await registered(claire);
});
afterAll(() => api[Symbol.asyncDispose]());

/** A new patient of Reims who was found eligible. */
async function screened(): Promise<string> {
  api.clock.set('2011-02-16T15:00:00.000Z');
  const { patient: code = '' } = await api.record('/v1/patients', BODIES.consent);
  await api.record(`/v1/patients/${code}/baseline`, BODIES.baseline);
  await api.record(`/v1/patients/${code}/screenings`, BODIES.screening);
  return code;
}

/** A passkey that somebody registers, as a browser would. */
async function registered(as: Person): Promise<SoftwarePasskey> {
  const own = new SoftwarePasskey();
  const begun = await api.post<{ publicKey: { challenge: string } }>(
    '/v1/passkeys/options',
    { password: PASSWORD },
    { as },
  );
  const answer = await api.post('/v1/passkeys', registrationOf(own, begun.body.publicKey.challenge), { as });
  expect([begun.status, answer.status]).toEqual([201, 204]);
  return own;
}

const pathOf = (step: string, of = patient): string => `/v1/patients/${of}/${step}`;

/** What has to be signed for a command, as the refusal of the unsigned command tells. */
async function asked(path: string, body: object, key: string, as = claire): Promise<PasskeyRequest> {
  const { body: problem } = await api.post<Asked>(path, body, { key, as });
  expect(problem.code).toBe('signature-missing');
  return problem.signature!.passkey!;
}

const withSignature = (id: SignatureId, challenge: string, misuse?: Misuse, by = passkey) => ({
  signature: { meaning: SIGNATURES[id].meaning, passkey: by.sign(challenge, misuse) },
});

/** Sends a command, signs what it asks for, and sends it again. */
async function sign(path: string, id: SignatureId, body: object = {}): Promise<LedgerRecord> {
  const key = randomUUID();
  const { challenge } = await asked(path, body, key);
  const answer = await api.post(path, { ...body, ...withSignature(id, challenge) }, { key });
  expect([path, answer.status, answer.text]).toEqual([path, 201, answer.text]);
  return (await api.records()).at(-1)!;
}

async function expectVerified(record: LedgerRecord): Promise<void> {
  expect(record.metadata.signature).toMatchObject({ method: 'passkey', name: claire.name });
  expect(verifySignature(record)).toEqual({ valid: true });
  expect(isPasskeyOfSigner(record, new PasskeyHistory(await api.recordsOfAccount(claire.userId)))).toBe(true);
}

/** The problem as a client's program reads it. */
const told = ({ status, body }: { status: number; body: Asked }) => [status, body.code, body.errors?.[0]?.rule];
const REFUSED = [403, 'signature-refused', 'passkey-refused'];
const OF_ANOTHER = [403, 'signature-refused', 'passkey-signed-another'];

describe('one’s own passkeys', () => {
  it('are listed, without anything secret', async () => {
    const { items } = await api.read<{ items: { credential: string; algorithm: string }[] }>('/v1/passkeys');
    const { credential, algorithm, publicKey } = passkey;
    expect(items).toEqual([expect.objectContaining({ credential, algorithm, publicKey })]);
  });

  it('[P11-300] are registered by whoever gives all credentials again, and an answer to what was asked', async () => {
    const guessed = await api.post('/v1/passkeys/options', { password: 'guessed guessed' }, { as: luc });
    expect([guessed.status, guessed.body.code]).toEqual([403, 'credentials-refused']);
    const unasked = await api.post('/v1/passkeys', registrationOf(new SoftwarePasskey(), 'AAAA'), { as: luc });
    expect([unasked.status, unasked.body.code]).toEqual([422, 'passkey-not-registered']);
    const tooLong = { ...registrationOf(new SoftwarePasskey(), 'AAAA'), clientDataJSON: 'A'.repeat(5_000) };
    expect((await api.post('/v1/passkeys', tooLong, { as: luc })).body.code).toBe('invalid-input');
  });
});

describe('a command that is signed with a passkey', () => {
  it('is offered to those who have one, and to nobody else', async () => {
    const request = await asked(pathOf('eligibility-confirmation'), {}, randomUUID());
    expect(request).toEqual({
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      rpId: 'bali.example.org',
      allowCredentials: [{ type: 'public-key', id: passkey.credential }],
      userVerification: 'required',
    });
    const serious = { ...BODIES.adverseEvent, startedOn: '2011-02-16', awareAt: '2011-02-16T12:00:00+01:00' };
    const { body } = await api.post<Asked>(pathOf('adverse-events'), serious, { as: anne });
    expect([body.code, body.signature?.passkey]).toEqual(['signature-missing', undefined]);
  });

  it('[P11-200] is refused when its holder was not verified, or another page or key signed', async () => {
    const path = pathOf('eligibility-confirmation');
    const key = randomUUID();
    const { challenge } = await asked(path, {}, key);
    const lucs = await registered(luc);
    const wrong = [
      withSignature('eligibility', challenge, { flags: USER_PRESENT }),
      withSignature('eligibility', challenge, { origin: 'https://evil.example' }),
      withSignature('eligibility', challenge, {}, lucs),
      withSignature('eligibility', challenge, {}, new SoftwarePasskey()),
    ];
    for (const body of wrong) expect(told(await api.post<Asked>(path, body, { key }))).toEqual(REFUSED);
    const [last] = (await api.recordsOfAccount(claire.userId)).slice(-1);
    expect(last?.type).toBe('CredentialsRefused');
    expect((await api.records()).at(-1)?.type).toBe('PatientScreened');
  });

  it('[P11-70] is refused when it was another one, or about another patient, that was signed', async () => {
    const other = await screened();
    const key = randomUUID();
    const { challenge } = await asked(pathOf('eligibility-confirmation'), {}, key);
    const body = withSignature('eligibility', challenge);
    const aboutAnother = await api.post<Asked>(pathOf('eligibility-confirmation', other), body, { key });
    expect(told(aboutAnother)).toEqual(OF_ANOTHER);
    expect(aboutAnother.body.signature?.passkey?.challenge).not.toBe(challenge);
    expect(told(await api.post<Asked>(pathOf('eligibility-confirmation'), body))).toEqual(OF_ANOTHER);
  });

  it('[P11-50] [P11-70] [P11-200] is recorded, and anyone can verify it from the records alone', async () => {
    const record = await sign(pathOf('eligibility-confirmation'), 'eligibility');
    await expectVerified(record);
    const { entries } = await api.read<{ entries: { id: string; sentence?: string }[] }>(`/v1/patients/${patient}`);
    expect(entries.map(({ id }) => id)).toContain(record.id);
    const log = await api.read<{ items: { sentence: string; signature: object }[] }>(
      `/v1/audit-log?type=EligibilityConfirmed`,
    );
    expect(log.items[0]?.sentence).toMatch(/Signed by Claire Martin on .* UTC, with a passkey, meaning “I have judged/);
    expect(log.items[0]?.signature).not.toHaveProperty('assertion');
  });

  it('[P11-70] takes a slot of the randomization list only once it is signed', async () => {
    const key = randomUUID();
    const { challenge } = await asked(pathOf('randomization'), {}, key);
    const before = await api.api.resources.sealedLedger.lastPosition();
    const another = withSignature('randomization', Buffer.alloc(32).toString('base64url'));
    expect(told(await api.post<Asked>(pathOf('randomization'), another, { key }))).toEqual(OF_ANOTHER);
    expect(await api.api.resources.sealedLedger.lastPosition()).toBe(before);
    const first = await api.post(pathOf('randomization'), withSignature('randomization', challenge), { key });
    const again = await api.post(pathOf('randomization'), withSignature('randomization', challenge), { key });
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    const record = (await api.records()).at(-1)!;
    expect(record.type).toBe('Randomized');
    await expectVerified(record);
  });

  it('holds a serious adverse event with a narrative, and a correction into one', async () => {
    const event = { ...BODIES.adverseEvent, startedOn: '2011-02-16', awareAt: '2011-02-16T12:00:00+01:00' };
    const reported = await sign(pathOf('adverse-events'), 'serious-adverse-event', { ...event, narrative: 'as told' });
    await expectVerified(reported);
    await api.record(pathOf('adverse-events'), { ...event, seriousness: [] });
    const correctedEvent = (await api.records()).at(-1)!.id;
    const correction = {
      correctedEvent,
      field: '/seriousness',
      newValue: ['disability'],
      reason: 'letter of the ward',
    };
    await expectVerified(await sign(pathOf('corrections'), 'serious-adverse-event', correction));
  });

  it('[EMA-63] has to be signed as it stands: what was recorded meanwhile has to be looked at', async () => {
    api.clock.set(LONG_AFTER);
    await api.record(pathOf('consent-withdrawal'), BODIES.withdrawal);
    const key = randomUUID();
    const { challenge } = await asked(pathOf('sign-off'), {}, key);
    await api.record(pathOf('death'), { ...BODIES.death, knownFrom: 'public-register' });
    const stale = await api.post<Asked>(pathOf('sign-off'), withSignature('sign-off', challenge), { key });
    expect(told(stale)).toEqual(OF_ANOTHER);
    const anew = withSignature('sign-off', stale.body.signature!.passkey!.challenge);
    expect((await api.post(pathOf('sign-off'), anew, { key })).status).toBe(201);
    await expectVerified((await api.records()).at(-1)!);
  });

  it('[P11-300] is refused once the passkey is revoked; what it signed stays valid', async () => {
    api.clock.set(AFTER_THAT);
    const revocation = `/v1/passkeys/${passkey.credential}/revocation`;
    expect((await api.post(revocation, {})).status).toBe(204);
    expect((await api.post(revocation, {})).body.code).toBe('passkey-unknown');
    const { body } = await api.post<Asked>(pathOf('sign-off'), {});
    expect(body.signature?.passkey).toBeUndefined();
    const records = await api.records();
    const signed = records.filter(({ metadata }) => metadata.signature?.method === 'passkey');
    expect(signed.length).toBe(5);
    for (const record of signed) await expectVerified(record);
  });
});
