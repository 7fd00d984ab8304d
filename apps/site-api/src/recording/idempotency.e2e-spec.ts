import { describe, expect, it } from '@jest/globals';
import {
  BODIES,
  bringPatient,
  openTrial,
  signatureFor,
  someoneIn,
  startSiteApi,
  takeStep,
} from '../../testing/index.js';

describe('the same Idempotency-Key', () => {
  it('gives the same answer to the byte, also after a restart, and one event', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    const patient = await bringPatient(api, 'randomized');
    const path = `/v1/patients/${patient}/harvest`;
    api.clock.set('2011-03-02T09:00:00.000Z');
    const send = () => api.post(path, BODIES.harvest, { key: 'harvest-of-2-March' });
    const first = await send();
    const recorded = await api.lastPosition();
    expect([first.status, first.headers.get('etag')]).toEqual([201, '"5"']);
    api.clock.set('2011-03-02T10:00:00.000Z');
    const again = await send();
    await api.restart();
    const afterRestart = await send();
    expect([again.text, afterRestart.text]).toEqual([first.text, first.text]);
    expect([again.status, afterRestart.headers.get('etag')]).toEqual([201, '"5"']);
    expect(await api.lastPosition()).toBe(recorded);
  });

  it('records once when it comes 20 times at once', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const before = await api.lastPosition();
    const sent = Array.from({ length: 20 }, () => api.post('/v1/patients', BODIES.consent, { key: 'consent' }));
    const answers = await Promise.all(sent);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await api.lastPosition()).toBe(before + 1);
  });

  it('is refused with another body or another path; the first one stands', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const patient = await bringPatient(api, 'consented');
    const key = 'one';
    const death = { ...BODIES.death, diedOn: '2011-02-14', awareAt: '2011-02-14T10:30:00+01:00' };
    await api.record(`/v1/patients/${patient}/death`, death, { key });
    const before = await api.lastPosition();
    const otherBody = await api.post(`/v1/patients/${patient}/death`, BODIES.death, { key });
    const otherPath = await api.post(`/v1/patients/${patient}/harvest`, BODIES.harvest, { key });
    expect([otherBody, otherPath].map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'idempotency-key-reused'],
      [422, 'idempotency-key-reused'],
    ]);
    expect(await api.lastPosition()).toBe(before);
  });

  it('may be used by two persons: they do not collide', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const key = 'the-same';
    const one = await api.record('/v1/patients', BODIES.consent, { key });
    const other = await api.record('/v1/patients', BODIES.consent, { key, as: someoneIn('study-coordinator') });
    expect([one.patient, other.patient]).toEqual(['REI-001', 'REI-002']);
  });

  it('lets a refused command be tried again when it has become possible', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const patient = await bringPatient(api, 'consented');
    const path = `/v1/patients/${patient}/randomization`;
    const randomize = () => api.post(path, signatureFor('randomization'), { key: 'randomize' });
    expect((await randomize()).body.code).toBe('patient-not-screened');
    await takeStep(api, patient, 'screened');
    await takeStep(api, patient, 'baseline');
    await takeStep(api, patient, 'confirmed');
    expect((await randomize()).status).toBe(201);
  });
});
