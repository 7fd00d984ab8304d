import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifySignature } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import { SIGNATURES } from '@bali/trial';
import {
  BODIES,
  LONG_AFTER,
  openTrial,
  PASSWORD,
  prepareProduct,
  type ProblemBody,
  releaseBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

interface SignatureProblem extends ProblemBody {
  readonly signature?: { readonly meaning: string; readonly credentials: readonly string[] };
}

const GUESSED = { password: 'guessed' };
const unit = { as: someoneIn('cell-therapy-unit') };
let api: SiteApiUnderTest;
let patient: string;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await screened();
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

const at = (step: string): string => `/v1/patients/${patient}/${step}`;
const confirm = (body: object) => api.post<SignatureProblem>(at('eligibility-confirmation'), body);

/** The problem, as a client's program reads it: status, code, and the rule of the signature if there is one. */
const told = ({ status, body }: Awaited<ReturnType<typeof confirm>>) => [status, body.code, body.errors?.[0]?.rule];

/** How often wrong credentials were looked at. */
async function guesses(): Promise<number> {
  return (await api.accessRecords()).filter(({ type }) => type === 'CredentialsRefused').length;
}

async function lastRecord(): Promise<LedgerRecord> {
  return (await api.records()).at(-1)!;
}

describe('a command that stands under a signature', () => {
  it('[P11-50] tells, unsigned, which sentence the signer has to be shown, and what to ask for', async () => {
    const { status, body } = await confirm({});
    expect([status, body.code]).toEqual([422, 'signature-missing']);
    const { meaning } = SIGNATURES.eligibility;
    expect(body.signature).toEqual({ meaning, credentials: ['password', 'oneTimeCode'] });
    const meanings = await api.read<{ id: string; meaning: string; roles: string[] }[]>('/v1/signature-meanings');
    expect(meanings).toContainEqual(expect.objectContaining({ id: 'eligibility', meaning, roles: ['investigator'] }));
  });

  it('[P11-50] is refused with another meaning, which was then not shown', async () => {
    const answer = await confirm(signatureFor('randomization', GUESSED));
    expect(told(answer)).toEqual([422, 'signature-meaning-differs', 'signature-meaning-differs']);
    expect(answer.body.signature?.meaning).toBe(SIGNATURES.eligibility.meaning);
    expect(await guesses()).toBe(0);
  });

  it('[P11-10f] asks for credentials only when it would be accepted', async () => {
    const { status, body } = await api.post(at('randomization'), signatureFor('randomization', GUESSED));
    expect([status, body.code]).toEqual([409, 'eligibility-not-confirmed']);
    expect(await guesses()).toBe(0);
  });

  it('[P11-200] asks for all credentials at the first signature of a session', async () => {
    expect(told(await confirm(signatureFor('eligibility', {})))).toEqual([
      403,
      'signature-refused',
      'credentials-missing',
    ]);
    const one = await confirm(signatureFor('eligibility', { oneTimeCode: '734912' }));
    expect(told(one)).toEqual([403, 'signature-refused', 'all-credentials-needed']);
    const wrong = await confirm(signatureFor('eligibility', GUESSED));
    expect(told(wrong)).toEqual([403, 'signature-refused', 'credentials-wrong']);
    expect([(await lastRecord()).type, await guesses()]).toEqual(['PatientScreened', 1]);
    expect((await confirm(signatureFor('eligibility'))).status).toBe(201);
  });

  it('[P11-50] [P11-70] is recorded with name, moment, meaning and method, bound to the record', async () => {
    const record = await lastRecord();
    expect(record.type).toBe('EligibilityConfirmed');
    expect(record.metadata.signature).toMatchObject({
      name: 'Claire Martin',
      meaning: SIGNATURES.eligibility.meaning,
      signedAt: record.metadata.recordedAt,
      method: 'password',
    });
    expect(verifySignature(record)).toEqual({ valid: true });
  });

  it('[P11-50] is one of those that a trial turns on: from the randomization to a serious adverse event', async () => {
    await api.record(at('randomization'), signatureFor('randomization'));
    api.clock.set('2011-02-17T18:00:00.000Z');
    await api.record(at('harvest'), { ...BODIES.harvest, harvestedAt: '2011-02-17T09:30:00+01:00' });
    const releasedAt = '2011-02-17T17:00:00+01:00';
    await prepareProduct(api, patient, '2011-02-17');
    const release = { ...releaseBody(patient), releasedAt, ...signatureFor('product-release') };
    await api.record(at('product-release'), release, unit);
    const event = { ...BODIES.adverseEvent, startedOn: '2011-02-16', awareAt: '2011-02-16T12:00:00+01:00' };
    const serious = { ...event, ...signatureFor('serious-adverse-event') };
    await api.record(at('adverse-events'), serious);
    const signed = (await api.records()).filter(({ metadata }) => metadata.signature !== undefined);
    expect(signed.map(({ type }) => type)).toEqual([
      ...['EligibilityConfirmed', 'Randomized', 'ProductReleased', 'AdverseEventReported'],
    ]);
  });

  it('[P11-70] is no more valid under another record', async () => {
    const records = await api.records();
    const [one, other] = records.filter(({ metadata }) => metadata.signature !== undefined);
    const copied = { ...other!, metadata: { ...other!.metadata, signature: one!.metadata.signature! } };
    expect(verifySignature(copied)).toMatchObject({ valid: false, problem: 'content-differs' });
    expect(records.filter((record) => record.metadata.signature && !verifySignature(record).valid)).toEqual([]);
  });

  it('takes no slot of the randomization list when the signature is refused', async () => {
    const other = await screened();
    const lastPosition = () => api.api.resources.sealedLedger.lastPosition();
    const before = await lastPosition();
    await api.record(`/v1/patients/${other}/eligibility-confirmation`, signatureFor('eligibility'));
    const wrong = signatureFor('randomization', GUESSED);
    expect((await api.post(`/v1/patients/${other}/randomization`, wrong)).status).toBe(403);
    expect(await lastPosition()).toBe(before);
  });

  it('is answered as the first time when it is repeated, whatever credentials come with it', async () => {
    const other = await screened();
    const path = `/v1/patients/${other}/eligibility-confirmation`;
    const first = await api.post(path, signatureFor('eligibility'), { key: 'the-same' });
    const before = await guesses();
    const again = await api.post(path, signatureFor('eligibility', GUESSED), { key: 'the-same' });
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(await guesses()).toBe(before);
  });
});

describe('a command that stands under no signature', () => {
  const mild = {
    ...BODIES.adverseEvent,
    startedOn: '2011-02-16',
    awareAt: '2011-02-16T12:00:00+01:00',
    seriousness: [],
  };

  it('is recorded without one, and refuses one that would not be recorded', async () => {
    const refused = await api.post(at('adverse-events'), { ...mild, ...signatureFor('serious-adverse-event') });
    expect([refused.status, refused.body.code]).toEqual([422, 'signature-not-asked-for']);
    await api.record(at('adverse-events'), mild);
    expect((await lastRecord()).metadata.signature).toBeUndefined();
  });

  it('is signed when it corrects an adverse event into a serious one', async () => {
    const correctedEvent = (await lastRecord()).id;
    const body = { correctedEvent, field: '/seriousness', newValue: ['disability'], reason: 'letter of the ward' };
    expect((await api.post(at('corrections'), body)).body.code).toBe('signature-missing');
    await api.record(at('corrections'), { ...body, ...signatureFor('serious-adverse-event') });
    expect(verifySignature(await lastRecord())).toEqual({ valid: true });
  });
});

describe('what is shown of signatures', () => {
  interface Shown {
    readonly signatures: readonly { type: string; name: string; standing: string; supersededBy?: { event: string } }[];
  }
  const standings = async () =>
    (await api.read<Shown>(`/v1/patients/${patient}`)).signatures.map(({ type, standing }) => `${type} ${standing}`);

  it('[P11-70] [EMA-63] a correction supersedes the signature, and the lock asks for a new sign-off', async () => {
    api.clock.set(LONG_AFTER);
    await api.record(at('consent-withdrawal'), BODIES.withdrawal);
    await api.record(at('sign-off'), signatureFor('sign-off'));
    expect(await standings()).toContain('PatientSignedOff valid');
    const released = (await api.records()).find(({ type }) => type === 'ProductReleased')!;
    const bySite = {
      correctedEvent: released.id,
      field: '/releasedAt',
      newValue: '2011-02-17T17:05:00+01:00',
      reason: 'a clock',
    };
    expect((await api.post(at('corrections'), bySite)).body.code).toBe('not-yours-to-put-right');
    const body = { releasedAt: '2011-02-17T17:05:00+01:00', reason: 'clock of the unit' };
    const { events, position } = await api.record(at('product-release-correction'), body, {
      as: someoneIn('cell-therapy-unit'),
    });
    expect(await standings()).toEqual(
      expect.arrayContaining(['ProductReleased superseded', 'PatientSignedOff superseded', 'Randomized valid']),
    );
    const sponsor = { as: someoneIn('sponsor-coordinator') };
    const lock = await api.post('/v1/trial/database-lock', signatureFor('database-lock'), sponsor);
    expect([lock.status, lock.body.code]).toEqual([409, 'patients-not-signed-off']);
    const log = await api.read<{ items: { sentence: string; signatureStanding?: object }[] }>(
      `/v1/audit-log?type=ProductReleased&atLeast=${position}`,
    );
    expect(log.items[0]?.sentence).toMatch(
      /Signed by Anne Petit on 2011-02-17 at 18:00:00 UTC, meaning “I release .*\.”\. This signature was superseded on /,
    );
    expect(log.items[0]?.signatureStanding).toMatchObject({
      standing: 'superseded',
      supersededBy: { event: events[0] },
    });
    await api.record(at('sign-off'), signatureFor('sign-off'));
  });

  it('[R3-316r] the lock stops what records or corrects, and the unlock allows it again', async () => {
    const sponsor = { as: someoneIn('sponsor-coordinator') };
    const early = await api.post('/v1/trial/database-lock', signatureFor('database-lock'), sponsor);
    expect([early.status, early.body.code]).toEqual([409, 'unit-statement-missing']);
    const unsigned = await api.post<SignatureProblem>('/v1/trial/unit-statement', {}, unit);
    expect([unsigned.status, unsigned.body.code]).toEqual([422, 'signature-missing']);
    await api.record('/v1/trial/unit-statement', signatureFor('unit-statement'), unit);
    expect(await api.read('/v1/reports/before-lock', sponsor)).toMatchObject({ unitStatedAt: LONG_AFTER });
    await api.record('/v1/trial/database-lock', signatureFor('database-lock'), sponsor);
    expect(await api.read('/v1/trial')).toMatchObject({ lockedAt: LONG_AFTER });
    const commands = [
      [at('follow-up-visits'), { ...BODIES.visit, visit: 'M3', assessedOn: '2011-06-06' }],
      [at('completion'), BODIES.completion],
      ['/v1/patients', { ...BODIES.consent, consentedOn: '2011-11-30' }],
    ] as const;
    for (const [path, body] of commands) expect((await api.post(path, body)).body.code).toBe('database-locked');
    const unlock = signatureFor('database-unlock');
    const unreasoned = await api.post('/v1/trial/database-unlock', unlock, sponsor);
    expect(unreasoned.body.code).toBe('reason-missing');
    await api.record('/v1/trial/database-unlock', { ...unlock, reason: 'a death became known' }, sponsor);
    await api.record(at('death'), { ...BODIES.death, knownFrom: 'public-register' });
    expect(await standings()).not.toContain('PatientSignedOff valid');
  });

  it('[P11-300] no credentials are in the ledger, in the log or in an answer', async () => {
    const ledger = JSON.stringify([await api.records(), await api.accessRecords()]);
    const shown = JSON.stringify(await api.read(`/v1/patients/${patient}`));
    for (const secret of [PASSWORD, '734912', 'guessed']) {
      expect([ledger, shown, api.log.text()].filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});
