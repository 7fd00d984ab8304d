import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import {
  type Answer,
  BODIES,
  bringPatient,
  openTrial,
  type ProblemBody,
  type Sending,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

let api: SiteApiUnderTest;
let before: number;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  await bringPatient(api, 'implanted');
  api.clock.set('2011-05-02T10:00:00.000Z');
});
afterAll(() => api[Symbol.asyncDispose]());

beforeEach(async () => {
  before = await api.lastPosition();
});

/** Whatever was sent, nothing was written. */
afterEach(async () => {
  expect(await api.lastPosition()).toBe(before);
  expect(api.log.lines().filter(({ status }) => Number(status) >= 500)).toEqual([]);
});

const PATIENT = '/v1/patients/REI-001';
const VISITS = `${PATIENT}/follow-up-visits`;
const { answers } = BODIES.screening;

/** What a client learns: the status, the code, and each field with the rule that it breaks. */
function verdict({ status, headers, body }: Answer<ProblemBody>): readonly unknown[] {
  expect(headers.get('content-type')).toBe('application/problem+json');
  return [status, body.code, ...(body.errors ?? []).map(({ field, rule }) => `${field} ${rule}`)];
}

describe('a body', () => {
  const visit = (changes: object) => ({ ...BODIES.visit, ...changes });
  const screening = (changes: object) => ({ ...BODIES.screening, answers: { ...answers, ...changes } });
  const harvest = (changes: object) => ({ ...BODIES.harvest, ...changes });
  const consent = (changes: object) => ({ ...BODIES.consent, ...changes });

  it.each<[string, string, unknown, ...unknown[]]>([
    ['an unknown field', VISITS, visit({ mood: 'good' }), 422, 'invalid-input', '/mood unknown-field'],
    [
      'an unknown field inside',
      VISITS,
      visit({ ulcers: { value: 'no', size: 3 } }),
      ...[422, 'invalid-input', '/ulcers/size unknown-field'],
    ],
    ['a missing field', VISITS, { visit: 'M1' }, 422, 'invalid-input', '/assessedOn calendar-date'],
    ['a wrong type', VISITS, visit({ visit: 1 }), 422, 'invalid-input', '/visit code'],
    ['null', VISITS, visit({ comment: null }), 422, 'invalid-input', '/comment text'],
    ['null inside', VISITS, visit({ restPain: { value: null } }), 422, 'invalid-input', '/restPain/value one-of'],
    ['a list for an object', VISITS, visit({ ulcers: [] }), 422, 'invalid-input', '/ulcers object'],
    [
      'an impossible date',
      VISITS,
      visit({ assessedOn: '2011-02-30' }),
      422,
      'invalid-input',
      '/assessedOn calendar-date',
    ],
    [
      'an instant for a date',
      VISITS,
      visit({ assessedOn: '2011-04-04T10:00:00Z' }),
      422,
      'invalid-input',
      '/assessedOn calendar-date',
    ],
    [
      'an instant without offset',
      `${PATIENT}/harvest`,
      harvest({ harvestedAt: '2011-03-02T09:30:00' }),
      422,
      'invalid-input',
      '/harvestedAt instant',
    ],
    [
      'a date in the future',
      VISITS,
      visit({ assessedOn: '2011-05-03' }),
      422,
      'in-the-future',
      '/assessedOn in-the-future',
    ],
    [
      'an ankle-brachial index of 40',
      VISITS,
      visit({ ankleBrachialIndex: { value: '40' } }),
      422,
      'invalid-input',
      '/ankleBrachialIndex/value decimal',
    ],
    [
      'a decimal as a number',
      VISITS,
      visit({ ankleBrachialIndex: { value: 0.45 } }),
      422,
      'invalid-input',
      '/ankleBrachialIndex/value decimal',
    ],
    [
      'a decimal with too many digits',
      VISITS,
      visit({ ankleBrachialIndex: { value: '0.451' } }),
      422,
      'invalid-input',
      '/ankleBrachialIndex/value decimal',
    ],
    [
      'a value and why it was not done',
      VISITS,
      visit({ tcPO2: { value: 28, notDone: 'other' } }),
      422,
      'invalid-input',
      '/tcPO2 value-or-not-done',
    ],
    ['neither a value nor why not', VISITS, visit({ tcPO2: {} }), 422, 'invalid-input', '/tcPO2 value-or-not-done'],
    ['a pressure below zero', VISITS, visit({ tcPO2: { value: -1 } }), 422, 'invalid-input', '/tcPO2/value whole'],
    ['a visit that is not planned', VISITS, visit({ visit: 'M9' }), 422, 'visit-unknown', '/visit visit-unknown'],
    ['a blank text', VISITS, visit({ comment: ' \n' }), 422, 'invalid-input', '/comment text'],
    ['a text that nobody can see', VISITS, visit({ comment: '\u200b\u2060' }), 422, 'invalid-input', '/comment text'],
    ['a text with a control character', VISITS, visit({ comment: 'a\u0000b' }), 422, 'invalid-input', '/comment text'],
    [
      'a text that is too long',
      VISITS,
      visit({ comment: 'x'.repeat(MAX_TEXT_LENGTH + 1) }),
      422,
      'invalid-input',
      '/comment text',
    ],
    [
      'a volume of 500.5 mL',
      `${PATIENT}/harvest`,
      harvest({ volumeMl: 500.5 }),
      422,
      'invalid-input',
      '/volumeMl whole',
    ],
    [
      'a criterion left out',
      `${PATIENT}/screenings`,
      screening({ ongoingInfection: undefined }),
      422,
      'invalid-input',
      '/answers/ongoingInfection one-of',
    ],
    [
      'a criterion nobody knows',
      `${PATIENT}/screenings`,
      screening({ vegetarian: 'no' }),
      422,
      'invalid-input',
      '/answers/vegetarian unknown-field',
    ],
    [
      'HbA1c as a number',
      `${PATIENT}/screenings`,
      screening({ diabetes: { ...answers.diabetes, hba1cPercent: 7.1 } }),
      422,
      'invalid-input',
      '/answers/diabetes/hba1cPercent decimal',
    ],
    [
      'a consent of somebody who was born that year',
      '/v1/patients',
      consent({ yearOfBirth: 2011 }),
      422,
      'not-adult',
      '/yearOfBirth not-adult',
    ],
    [
      'a consent in the future',
      '/v1/patients',
      consent({ consentedOn: '2031-01-01' }),
      422,
      'in-the-future',
      '/consentedOn in-the-future',
    ],
    ['a site that is not open', '/v1/patients', consent({ site: 'NAN' }), 403, 'another-site'],
    ['a list', VISITS, [visit({})], 400, 'body-not-an-object'],
    ['no JSON', VISITS, '{"visit": "M1",}', 400, 'malformed-json'],
    ['nothing', VISITS, '', 400, 'body-missing'],
    ['a lone surrogate', VISITS, '{"comment": "\\ud800"}', 400, 'ill-formed-text', '/comment ill-formed-text'],
    ['a lone surrogate in a name', VISITS, '{"\\udfff": 1}', 400, 'ill-formed-text', ' ill-formed-text'],
    ['bytes that are not UTF-8', VISITS, Buffer.from('7b2261223a22ff227d', 'hex'), 400, 'ill-formed-text'],
    ['__proto__', VISITS, '{"__proto__": {"visit": "M1"}}', 400, 'reserved-name', '/__proto__ reserved-name'],
    [
      'a depth of 1,000',
      VISITS,
      `{"a":${'['.repeat(999)}${']'.repeat(999)}}`,
      400,
      'body-too-deep',
      `/a${'/0'.repeat(31)} body-too-deep`,
    ],
    ['10 MB', VISITS, `{"comment": "${'x'.repeat(10_000_000)}"}`, 413, 'body-too-large'],
    [
      'a number without end',
      VISITS,
      '{"visit": 1e999, "assessedOn": "2011-04-04"}',
      422,
      'invalid-input',
      '/visit code',
    ],
  ])('with %s is refused', async (_, path, body, ...expected) => {
    expect(verdict(await api.post(path, body))).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    ['a number that cannot be recorded', '1e999', [400, 'value-not-recordable', '/newValue recordable']],
    ['a value of another type', '"much"', [422, 'invalid-value', '/newValue invalid-value']],
    ['null', 'null', [422, 'invalid-value', '/newValue invalid-value']],
    ['a value out of range', '9000', [422, 'invalid-value', '/newValue invalid-value']],
    ['the value that it has', '500', [409, 'value-unchanged', '/newValue value-unchanged']],
  ])('of a correction to %s is refused', async (_, newValue, expected) => {
    const { entries } = await api.read<{ entries: { id: string; type: string }[] }>(PATIENT);
    const { id } = entries.find(({ type }) => type === 'Harvested')!;
    const body = `{"correctedEvent":"${id}","field":"/volumeMl","newValue":${newValue},"reason":"wrong"}`;
    expect(verdict(await api.post(`${PATIENT}/corrections`, body))).toEqual(expected);
  });

  it('of another type than JSON is refused', async () => {
    const answer = await api.post(VISITS, 'visit=M1', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(verdict(answer)).toEqual([415, 'unsupported-media-type']);
  });
});

describe('a header', () => {
  const authorization = (value: string): Sending => ({ headers: { authorization: value } });

  it.each<[string, Sending, ...unknown[]]>([
    ['an Idempotency-Key that is empty', { key: '' }, 400, 'idempotency-key-malformed'],
    ['an Idempotency-Key with a blank', { key: 'a b' }, 400, 'idempotency-key-malformed'],
    ['an Idempotency-Key that is too long', { key: 'x'.repeat(256) }, 400, 'idempotency-key-malformed'],
    ['an If-Match that is stale', { ifMatch: '"0"' }, 412, 'stale-revision'],
    ['an If-Match of the future', { ifMatch: '"99"' }, 412, 'stale-revision'],
    ['an If-Match without quotes', { ifMatch: '5' }, 400, 'if-match-malformed'],
    ['an If-Match that is weak', { ifMatch: 'W/"5"' }, 400, 'if-match-malformed'],
    ['no token', { as: null }, 401, 'not-authenticated'],
    ['a token that is none', authorization('Bearer abc'), 401, 'not-authenticated'],
    ['another scheme', authorization('Basic YTpi'), 401, 'not-authenticated'],
    ['a role that may not', { as: someoneIn('monitor') }, 403, 'not-permitted'],
    ['a person of another site', { as: someoneIn('investigator', 'NAN') }, 403, 'another-site'],
  ])('with %s is refused', async (_, sending, ...expected) => {
    expect(verdict(await api.post(VISITS, BODIES.visit, sending))).toEqual(expected);
  });

  it('must be there: a command without an Idempotency-Key is refused', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await api.fetch(VISITS, { method: 'POST', headers, body: JSON.stringify(BODIES.visit) });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'idempotency-key-missing' }]);
  });

  it('[P11-10d] with the token of a session that has ended, or of another installation, is refused', async () => {
    const token = await api.signIn(someoneIn('investigator'));
    await using elsewhere = await startSiteApi('2011-05-02T10:00:00.000Z', 'another seed');
    const foreign = await elsewhere.tokenFor(someoneIn('investigator'));
    expect(verdict(await api.post(VISITS, BODIES.visit, authorization(`Bearer ${foreign}`)))[0]).toBe(401);
    api.clock.set('2011-05-02T10:30:00.000Z');
    const expired = await api.post(VISITS, BODIES.visit, authorization(`Bearer ${token}`));
    expect([verdict(expired), expired.body.detail]).toEqual([[401, 'not-authenticated'], 'the token has expired']);
    expect(api.log.text()).not.toContain(token);
  });
});

describe('what people type', () => {
  it('is refused once, in our words, where nothing stands for an object', async () => {
    const answer = await api.post(VISITS, { ...BODIES.visit, ulcers: null });
    const messages = (answer.body.errors ?? []).map(({ field, message }) => `${field} ${message}`);
    expect(messages).toEqual(['/ulcers must be an object']);
  });

  it('has a hint where a plus sign of an address was read as a blank, and takes a day for a moment', async () => {
    const hinted = await api.get('/v1/audit-log?from=2011-03-02T09:30:00+01:00');
    expect(hinted.status).toBe(422);
    expect(hinted.body.errors?.[0]?.message).toMatch(/or a day such as 2011-03-02.*write it as %2B/);
    for (const day of ['from=2011-03-02', 'before=2011-03-02', 'from=2011-03-02T09:30:00%2B01:00']) {
      expect((await api.get(`/v1/audit-log?${day}`)).status).toBe(200);
    }
  });
});

describe('an address', () => {
  it.each<[string, ...unknown[]]>([
    ['/v1/patients?limit=0', 422, 'invalid-input', '/limit whole'],
    ['/v1/patients?limit=201', 422, 'invalid-input', '/limit whole'],
    ['/v1/patients?limit=-1', 422, 'invalid-input', '/limit whole'],
    ['/v1/patients?limit=1e1', 422, 'invalid-input', '/limit whole'],
    ['/v1/patients?page=2', 422, 'invalid-input', '/page unknown-field'],
    ['/v1/patients?status=fine', 422, 'invalid-input', '/status one-of'],
    ['/v1/patients?site=Reims', 422, 'invalid-input', '/site site-code'],
    ['/v1/patients?site=NAN', 403, 'another-site'],
    ['/v1/patients?cursor=abc', 400, 'bad-cursor'],
    ['/v1/patients?cursor=WzEsMV0', 400, 'bad-cursor'],
    ['/v1/audit-log?cursor=WzEsImF1ZGl0IGxvZyBuZXdlc3QtZmlyc3QiLCJ4Il0', 400, 'bad-cursor'],
    ['/v1/audit-log?cursor=WzEsImF1ZGl0IGxvZyBuZXdlc3QtZmlyc3QiLDEuNV0', 400, 'bad-cursor'],
    ['/v1/audit-log?from=yesterday', 422, 'invalid-input', '/from instant'],
    ['/v1/audit-log?type=Married', 422, 'invalid-input', '/type one-of'],
    ['/v1/audit-log?patient=NAN-001', 403, 'another-site'],
    ['/v1/audit-log?site=NAN', 403, 'another-site'],
    ['/v1/audit-log?patient=REI-001&site=NAN', 403, 'another-site'],
    ['/v1/trial?atLeast=-1', 422, 'invalid-input', '/atLeast whole'],
    ['/v1/trial?atLeast=2147483648', 404, 'beyond-the-end'],
    ['/v1/trial?atLeast=1&atLeast=2', 422, 'invalid-input', '/atLeast once'],
    ['/v1/patients/REI-1', 422, 'invalid-input', '/patient patient-code'],
    ['/v1/patients/rei-001', 422, 'invalid-input', '/patient patient-code'],
    ['/v1/patients/REI-099', 404, 'not-found'],
    ['/v1/patients/REI-099/timeline', 404, 'not-found'],
    ['/v1/patients/NAN-001', 403, 'another-site'],
    ['/v1/patients/NAN-099/timeline', 403, 'another-site'],
    ['/v1/patients/NAN-001/fields', 403, 'another-site'],
    ['/v1/patients/REI-001/fields?event=1', 422, 'invalid-input', '/event code'],
    ['/v1/patients/REI-001/fields?field=volumeMl', 422, 'invalid-input', '/field code'],
    ['/v1/patients/%ff', 400, 'malformed-request'],
    [`/v1/patients/${'R'.repeat(2_000)}`, 414, 'uri-too-long'],
    ['/v1/event-schemas/Married', 422, 'invalid-input', '/type one-of'],
    ['/v1/event-schemas/__proto__', 422, 'invalid-input', '/type one-of'],
    ['/v1/event-schemas/Harvested?schemaVersion=99', 404, 'not-found'],
    ['/v1/event-schemas/Harvested?schemaVersion=0', 422, 'invalid-input', '/schemaVersion whole'],
    ['/v1/events?from=-1', 422, 'invalid-input', '/from whole'],
    ['/v1/doctors', 404, 'no-such-route'],
    ['/v1/patients/REI-001/harvest', 405, 'method-not-allowed'],
  ])('%s is refused', async (path, ...expected) => {
    expect(verdict(await api.get(path))).toEqual(expected);
  });

  it('that names an event which is not there is answered at once, and is no error of ours', async () => {
    const next = (await api.lastPosition()) + 1;
    for (const path of ['/v1/trial', '/v1/patients', '/v1/audit-log', '/v1/reports/participant-flow']) {
      const answer = await api.get(`${path}?atLeast=${next}`);
      expect([answer.status, answer.body.detail]).toEqual([
        404,
        `\`atLeast\` names event ${next}, but the ledger ends with event ${next - 1}: give the position that a command answered`,
      ]);
    }
    expect(api.log.lines().filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it('of a command names a patient or an adverse event that is there', async () => {
    const unknown = await api.post('/v1/patients/REI-099/amputations', BODIES.amputation);
    const news = await api.post(`${PATIENT}/adverse-events/7/follow-ups`, BODIES.adverseEventNews);
    const malformed = await api.post(`${PATIENT}/adverse-events/0/follow-ups`, BODIES.adverseEventNews);
    expect([unknown, news, malformed].map(verdict)).toEqual([
      [404, 'patient-unknown'],
      [409, 'adverse-event-unknown', '/number adverse-event-unknown'],
      [422, 'invalid-input', '/number whole'],
    ]);
  });

  it('with a malformed Last-Event-ID is refused', async () => {
    const answer = await api.get('/v1/events', { headers: { 'last-event-id': 'x' } });
    expect(verdict(answer)).toEqual([400, 'last-event-id-malformed']);
  });
});
