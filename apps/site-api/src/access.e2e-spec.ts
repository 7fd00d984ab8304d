import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { URI } from 'otpauth';
import {
  type Answer,
  BODIES,
  bringPatient,
  openTrial,
  PASSWORD,
  type ProblemBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../testing/index.js';

const CLAIRE = someoneIn('investigator');
const ADMINISTRATOR = someoneIn('administrator');
const SCREENED_AT = Date.parse('2011-02-16T15:00:00.000Z');

let api: SiteApiUnderTest;
let patient: string;

beforeEach(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'baseline');
});
afterEach(() => api[Symbol.asyncDispose]());

/** Lets the clock go on; one-time codes change every 30 seconds. */
function minutesAfter(minutes: number): number {
  const now = SCREENED_AT + minutes * 60_000;
  api.clock.set(new Date(now).toISOString());
  return now;
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const at = (step: string): string => `/v1/patients/${patient}/${step}`;
const signIn = (credentials: object) =>
  api.post<ProblemBody & { token: string }>('/v1/sessions', credentials, { as: null });
const told = ({ status, body }: Answer<ProblemBody>) => [status, body.errors?.[0]?.rule ?? body.code];

/** What is recorded of Claire's account, by type. */
async function recorded(): Promise<readonly string[]> {
  return (await api.recordsOfAccount(CLAIRE.userId)).map(({ type }) => type);
}

/** Sets one-time codes up in a session. @returns what an authenticator app shows at a moment. */
async function enrol(token: string): Promise<(now: number) => string> {
  const begun = await api.post<{ uri: string }>('/v1/one-time-code', { password: PASSWORD }, bearer(token));
  const codeAt = (timestamp: number) => URI.parse(begun.body.uri).generate({ timestamp });
  const confirmed = await api.post(
    '/v1/one-time-code/confirmation',
    { oneTimeCode: codeAt(minutesAfter(1)) },
    bearer(token),
  );
  expect(confirmed.status).toBe(204);
  return codeAt;
}

describe('signatures of a person with one-time codes', () => {
  it('[P11-200] ask for all credentials first in a session, and for one of them later', async () => {
    const codeAt = await enrol(await api.signIn(CLAIRE));
    const oneTimeCode = codeAt(minutesAfter(2));
    const { token } = (await signIn({ userId: CLAIRE.userId, password: PASSWORD, oneTimeCode })).body;
    const confirm = (credentials: object) =>
      api.post(at('eligibility-confirmation'), signatureFor('eligibility', credentials), bearer(token));
    expect(told(await confirm({ password: PASSWORD }))).toEqual([403, 'all-credentials-needed']);
    expect(told(await confirm({ password: PASSWORD, oneTimeCode }))).toEqual([403, 'credentials-wrong']);
    expect((await confirm({ password: PASSWORD, oneTimeCode: codeAt(minutesAfter(3)) })).status).toBe(201);
    const later = { oneTimeCode: codeAt(minutesAfter(4)) };
    await api.record(at('randomization'), signatureFor('randomization', later), bearer(token));
    const event = { ...BODIES.adverseEvent, startedOn: '2011-02-16', awareAt: '2011-02-16T12:00:00+01:00' };
    const reported = { ...event, ...signatureFor('serious-adverse-event', { password: PASSWORD }) };
    await api.record(at('adverse-events'), reported, bearer(token));
    const signatures = (await api.records()).flatMap(({ metadata }) => metadata.signature ?? []);
    expect(signatures.map(({ method }) => method)).toEqual(['password-and-one-time-code', 'one-time-code', 'password']);
  });

  it('[P11-300] that are guessed end the session and lock the account; the ledger says so, and nothing is signed', async () => {
    const token = await api.signIn(CLAIRE);
    const guessed = signatureFor('eligibility', { password: 'guessed it is not' });
    const answers: unknown[] = [];
    for (let n = 0; n < 6; n += 1) {
      answers.push(told(await api.post(at('eligibility-confirmation'), guessed, bearer(token))));
    }
    expect(answers).toEqual([
      ...Array.from({ length: 4 }, () => [403, 'credentials-wrong']),
      [403, 'locked-out'],
      [401, 'not-authenticated'],
    ]);
    expect((await recorded()).slice(-7)).toEqual([
      ...Array.from({ length: 5 }, () => 'CredentialsRefused'),
      ...['SessionEnded', 'AccountLockedOut'],
    ]);
    expect((await api.records()).at(-1)?.type).toBe('BaselineAssessed');
    expect(told(await signIn({ userId: CLAIRE.userId, password: PASSWORD }))).toEqual([401, 'sign-in-refused']);
  });
});

describe('signing in', () => {
  it('[P11-300] by brute force is stopped and in the ledger; nothing tells that there is such an account', async () => {
    const guess = (userId: string, password: string) => signIn({ userId, password });
    const shown = ({ body }: Answer<ProblemBody>) => ({ ...body, instance: undefined });
    const known = [];
    for (let n = 0; n < 8; n += 1) known.push(shown(await guess(CLAIRE.userId, `guess number ${n}`)));
    const right = shown(await guess(CLAIRE.userId, PASSWORD));
    const unknown = shown(await guess('nobody.here', PASSWORD));
    expect(new Set([...known, right, unknown].map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(right).toMatchObject({ status: 401, code: 'sign-in-refused' });
    const records = await api.accessRecords();
    const reasons = records.flatMap(({ type, data }) =>
      type === 'SignInRefused' ? [Object.values(data as object)] : [],
    );
    expect(reasons.flat()).toEqual([
      ...Array.from({ length: 5 }, () => 'password-wrong'),
      ...Array.from({ length: 4 }, () => 'locked-out'),
      'unknown-account',
    ]);
    expect(records.filter(({ type }) => type === 'AccountLockedOut').map(({ data }) => data)).toEqual([
      { until: '2011-02-16T15:01:00.000Z' },
    ]);
    minutesAfter(1);
    expect((await guess(CLAIRE.userId, PASSWORD)).status).toBe(201);
  });

  it('[P11-10d] a session ends when it is not used, and when its time is over', async () => {
    const idle = await api.signIn(CLAIRE);
    minutesAfter(30);
    expect((await api.get('/v1/patients', bearer(idle))).status).toBe(401);
    const busy = await api.signIn(CLAIRE);
    for (let minutes = 30; minutes < 30 + 12 * 60; minutes += 20) {
      minutesAfter(minutes);
      expect((await api.get('/v1/patients', bearer(busy))).status).toBe(200);
    }
    minutesAfter(30 + 12 * 60);
    expect((await api.get('/v1/patients', bearer(busy))).status).toBe(401);
  });
});

describe('the delegation log', () => {
  it('[P11-10g] [R3-438] that ends a delegation works at once, in every session, and says who could do what', async () => {
    const token = await api.tokenFor(CLAIRE);
    expect((await api.get('/v1/patients', bearer(token))).status).toBe(200);
    const end = `/v1/accounts/${CLAIRE.userId}/delegations/1/end`;
    const ended = await api.post(end, { reason: 'moved to another hospital' }, { as: ADMINISTRATOR });
    expect(ended.status).toBe(201);
    expect((await api.get('/v1/patients', bearer(token))).status).toBe(401);
    const refused = await signIn({ userId: CLAIRE.userId, password: PASSWORD });
    expect(told(refused)).toEqual([403, 'role-not-held']);
    expect((await recorded()).slice(-3)).toEqual(['DelegationEnded', 'SessionEnded', 'SignInRefused']);
    const onDay = async (on: string) => {
      const monitor = { as: someoneIn('monitor') };
      const { items } = await api.read<{ items: { userId: string }[] }>(`/v1/delegation-log?on=${on}`, monitor);
      return items.some(({ userId }) => userId === CLAIRE.userId);
    };
    expect([await onDay('2009-01-04'), await onDay('2011-02-16'), await onDay('2011-02-17')]).toEqual([
      ...[false, true, false],
    ]);
  });

  it('[P11-10d] gives a site role that site, and no other, from the next request on', async () => {
    const token = await api.tokenFor(CLAIRE);
    const delegate = `/v1/accounts/${CLAIRE.userId}/delegations`;
    const read = () => api.get('/v1/patients?site=NAN', bearer(token));
    expect((await read()).body.code).toBe('another-site');
    const role = { role: 'investigator', sites: ['NAN'], from: '2011-02-16' };
    expect((await api.post(delegate, role, { as: ADMINISTRATOR })).status).toBe(201);
    expect((await read()).status).toBe(200);
    const incompatible = await api.post(delegate, { role: 'monitor', from: '2011-02-16' }, { as: ADMINISTRATOR });
    expect(told(incompatible)[0]).toBe(409);
  });
});
