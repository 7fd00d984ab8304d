import {
  bringPatient,
  openTrial,
  PASSWORD,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '@bali-app/site-api/testing';
import { URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const REASON = 'anaphylactic shock: the emergency department has to know what was implanted';
const PHYSICIAN = someoneIn('emergency-physician');
const ADMINISTRATOR = someoneIn('administrator');

interface Opened {
  readonly code?: string;
  readonly errors?: readonly { readonly rule: string }[];
  readonly events: readonly string[];
  readonly allocation: {
    readonly arm: 'A' | 'B';
    readonly inWords: { readonly sentence: string };
    readonly inFrench: { readonly sentence: string; readonly next: readonly string[] };
    readonly next: readonly string[];
  };
}

let api: SiteApiUnderTest;
let patients: readonly string[];
let codes: string[];

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patients = [await bringPatient(api, 'implanted'), await bringPatient(api, 'randomized', 'NAN')];
  const made = await api.post<{ codes: string[] }>('/v1/recovery-codes', { password: PASSWORD }, { as: PHYSICIAN });
  codes = [...made.body.codes];
});
afterAll(() => api[Symbol.asyncDispose]());

function open(patient = patients[0], credentials: object = { password: PASSWORD, recoveryCode: codes.shift() }) {
  const body = { reason: REASON, ...signatureFor('emergency-unblinding', credentials) };
  return api.post<Opened>(`/v1/patients/${patient}/emergency-unblinding`, body, { as: PHYSICIAN });
}

const metric = async (name: string) => {
  const { text } = await api.get('/metrics', { as: ADMINISTRATOR });
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

describe('an emergency physician', () => {
  it('finds a patient of any site by the exact code, and has no list', async () => {
    const [ofReims = '', ofNantes = ''] = patients;
    expect(await api.read(`/v1/patients/${ofNantes}/identification`, { as: PHYSICIAN })).toEqual({
      ...{
        patient: ofNantes,
        site: 'NAN',
        siteName: expect.any(String),
        city: 'Nantes',
        yearOfBirth: 1944,
        sex: 'male',
      },
      randomizedAt: expect.any(String),
    });
    const implanted = await api.read(`/v1/patients/${ofReims}/identification`, { as: PHYSICIAN });
    expect(implanted).toMatchObject({ site: 'REI', implantedAt: '2011-03-02T15:10:00+01:00' });
    const unknown = await api.get('/v1/patients/REI-099/identification', { as: PHYSICIAN });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not-found']);
    expect(unknown.body.detail).toMatch(/Read it again, or ask the site/);
    const lists = [
      '/v1/patients',
      `/v1/patients/${ofReims}`,
      '/v1/audit-log',
      '/v1/trial',
      '/v1/events',
      '/v1/reports/flow',
    ];
    for (const path of [...lists, '/v1/unblinding-register', '/v1/accounts']) {
      expect([path, (await api.get(path, { as: PHYSICIAN })).status]).not.toEqual([path, 200]);
    }
    const others = await api.get(`/v1/patients/${ofReims}/identification`);
    expect(others.body.code).toBe('not-permitted');
  });

  it('[P11-200] opens nothing without a second factor, and hears which there are', async () => {
    const before = await api.lastPosition();
    const refused = await open(patients[0], { password: PASSWORD });
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.rule]).toEqual([
      ...[403, 'signature-refused', 'second-factor-needed'],
    ]);
    expect((refused.body as { detail?: string }).detail).toContain('POST /v1/one-time-code');
    expect(await api.lastPosition()).toBe(before);
  });

  it('[EMA-A52] [R3-315] opens the code of a patient of any site, in words of two languages and in an answer of one length', async () => {
    const answer = await open(patients[1]);
    expect(answer.status).toBe(201);
    const { allocation } = answer.body;
    const [english, french] =
      allocation.arm === 'A'
        ? [
            '30 mL of saline with 4 mL of peripheral blood',
            '30 mL de sérum physiologique avec 4 mL de sang périphérique',
          ]
        : [
            'bone-marrow mononuclear cells, concentrated to 30 mL',
            'cellules mononucléées de moelle osseuse, concentrées à 30 mL',
          ];
    expect(allocation.inWords.sentence).toContain(english);
    expect(allocation.inFrench.sentence).toContain(french);
    expect(allocation.inFrench.next).toHaveLength(allocation.next.length);
    expect(Buffer.byteLength(answer.text)).toBe(8_192);
    expect(
      (await api.read<Opened['allocation']>(`/v1/patients/${patients[1]}/allocation`, { as: PHYSICIAN })).arm,
    ).toBe(allocation.arm);
    const record = (await api.records()).find(({ id }) => id === answer.body.events[0]);
    expect(record?.metadata.signature).toMatchObject({ name: PHYSICIAN.name, method: 'password-and-recovery-code' });
    const assessed = await api.post(
      `/v1/patients/${patients[1]}/unblinding-impact-assessments`,
      { unblinding: answer.body.events[0], impact: 'none', assessment: 'treated for both' },
      { as: PHYSICIAN },
    );
    expect(assessed.status).toBe(201);
  });

  it('[R3-316fg] is told of at once: to the site, the sponsor and the administrators, and never what was read', async () => {
    const answer = await open(patients[1]);
    const told = [someoneIn('investigator', 'NAN'), someoneIn('sponsor-coordinator'), ADMINISTRATOR];
    for (const as of told) {
      const register = await api.read<{ event: string; person: { userId: string } }[]>('/v1/unblinding-register', {
        as,
      });
      const entry = register.find(({ event }) => event === answer.body.events[0]);
      expect(entry?.person.userId).toBe(PHYSICIAN.userId);
    }
    expect(await metric('emergency_openings_last_day')).toBe(2);
    const lines = api.log
      .text()
      .split('\n')
      .filter((line) => line.includes('A CODE WAS OPENED IN AN EMERGENCY'));
    expect(lines.length).toBe(2);
    for (const line of lines) expect(line).not.toMatch(/NAN-|REI-0|placebo|anaphylactic/);
  });

  it('is an alarm with the third opening in 24 hours, and is not stopped by it', async () => {
    expect(await metric('emergency_openings_by_one_person')).toBe(2);
    expect(api.log.text()).not.toContain('SEVERAL CODES');
    expect((await open()).status).toBe(201);
    expect((await open()).status).toBe(201);
    expect(await metric('emergency_openings_by_one_person')).toBe(4);
    await api.read('/v1/unblinding-register', { as: ADMINISTRATOR });
    expect(api.log.text()).toContain('ONE PERSON HAS OPENED SEVERAL CODES WITHIN 24 HOURS');
    api.clock.set(new Date(api.clock.now().getTime() + 25 * 3_600_000).toISOString());
    expect(await metric('emergency_openings_by_one_person')).toBe(0);
  });

  it('[P11-300] whose telephone is lost signs in with a recovery code, once, and opens a code with another one', async () => {
    const begun = await api.post<{ uri: string }>('/v1/one-time-code', { password: PASSWORD }, { as: PHYSICIAN });
    const oneTimeCode = URI.parse(begun.body.uri).generate({ timestamp: api.clock.now().getTime() });
    const confirmed = await api.post('/v1/one-time-code/confirmation', { oneTimeCode }, { as: PHYSICIAN });
    expect(confirmed.status).toBe(204);
    const signIn = (more: object) =>
      api.post<{ token?: string; code?: string }>(
        '/v1/sessions',
        { userId: PHYSICIAN.userId, password: PASSWORD, ...more },
        { as: null },
      );
    const recoveryCode = codes.shift();
    expect((await signIn({})).body.code).toBe('sign-in-refused');
    const { token = '' } = (await signIn({ recoveryCode })).body;
    expect((await signIn({ recoveryCode })).body.code).toBe('sign-in-refused');
    const headers = { authorization: `Bearer ${token}` };
    const opening = (code = '') => ({
      reason: REASON,
      ...signatureFor('emergency-unblinding', { password: PASSWORD, recoveryCode: code }),
    });
    const path = `/v1/patients/${patients[0]}/emergency-unblinding`;
    const used = await api.post<Opened>(path, opening(recoveryCode), { headers });
    expect([used.status, used.body.code]).toEqual([403, 'signature-refused']);
    const opened = await api.post<Opened>(path, opening(codes.shift()), { headers });
    expect([opened.status, Buffer.byteLength(opened.text)]).toEqual([201, 8_192]);
    // It serves the sign-in and the opening alone.
    const more = await api.post('/v1/recovery-codes', { password: PASSWORD, recoveryCode: codes.shift() }, { headers });
    expect([more.status, more.body.code]).toEqual([422, 'invalid-input']);
  });
});
