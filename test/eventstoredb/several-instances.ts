import { createInspectionApi } from '@bali-app/inspection-api';
import { createLogger } from '@bali/http';
import { keepLog, listenOnLoopback } from '@bali/http/testing';
import { CHEAP_IDENTITY, testAmbient } from '@bali/identity/testing';
import { type DataDirectory, dataDirectory, storeLocationIn } from '@bali/installation';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Answer,
  BODIES,
  openTrial,
  type RecordedBody,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '@bali-app/site-api/testing';
import { withPrefix } from '@bali/event-store/testing';

const NOW = '2011-02-14T10:00:00.000Z';
const PATIENTS = 12;

/**
 * What is guaranteed where several site APIs work on one cluster, each with projections of its own. The way in is shared,
 * as it would be with an OpenID provider: both read the file in which the first one's accounts have their passwords.
 */
export function describeSeveralInstances(name: string, connectionString: () => string): void {
  describe(`two site APIs on ${name}`, () => {
    let one: SiteApiUnderTest;
    let other: SiteApiUnderTest;

    beforeEach(async () => {
      const store = storeLocationIn(withPrefix(connectionString(), `test-${randomUUID()}`));
      if (store === undefined) throw new Error('no good connection string');
      one = await startSiteApi(NOW, 'one', (path) => dataDirectory(path, store));
      const { credentials, sealingKeys, installationKeys } = one.directory;
      const shared = { credentials, sealingKeys, installationKeys };
      const beside = (path: string): DataDirectory => ({ ...dataDirectory(path, store), ...shared });
      other = await startSiteApi(NOW, 'other', beside);
      await openTrial(one);
    });
    afterEach(async () => {
      await other[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    });

    /** Signed in at the first, and known to both. */
    async function headers(person = someoneIn('investigator')) {
      return { headers: { authorization: `Bearer ${await one.tokenFor(person)}` } };
    }
    async function consent(api: SiteApiUnderTest, key: string): Promise<Answer<RecordedBody & { code?: string }>> {
      return api.post('/v1/patients', BODIES.consent, { key, ...(await headers()) });
    }
    const codesSeenBy = async (api: SiteApiUnderTest, position: number) => {
      const path = `/v1/patients?atLeast=${position}`;
      const { items } = await api.read<{ items: readonly { patient: string }[] }>(path, await headers());
      return items.map(({ patient }) => patient);
    };

    it('[P11-10a] do the same command once, whichever it comes to, also to both at once, and answer alike', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, number) => consent(number % 2 === 0 ? one : other, 'the-same')),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      expect((await consent(other, 'the-same')).text).toBe(answers[0]?.text);
      expect((await one.records()).filter(({ stream }) => stream === 'patient-REI-001')).toHaveLength(1);
    });

    it('refuse a key that came to another of them with another body', async () => {
      expect((await consent(one, 'a-key')).status).toBe(201);
      const body = { ...BODIES.consent, yearOfBirth: 1950 };
      const refused = await other.post('/v1/patients', body, { key: 'a-key', ...(await headers()) });
      expect([refused.status, refused.body.code]).toEqual([422, 'idempotency-key-reused']);
    });

    it('show each what was written through the other', async () => {
      for (const [writer, reader] of [
        [one, other],
        [other, one],
      ] as const) {
        const { body } = await consent(writer, randomUUID());
        expect(await codesSeenBy(reader, body.position)).toContain(body.patient);
      }
    });

    it('give patients codes without a gap, and end in the same state, however they write at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: PATIENTS }, (_, number) => consent(number % 2 === 0 ? one : other, randomUUID())),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      const codes = answers.map(({ body }) => body.patient).toSorted();
      expect(codes).toEqual(
        Array.from({ length: PATIENTS }, (_, number) => `REI-${String(number + 1).padStart(3, '0')}`),
      );
      const last = Math.max(...answers.map(({ body }) => body.position));
      expect((await codesSeenBy(one, last)).toSorted()).toEqual(codes);
      expect((await codesSeenBy(other, last)).toSorted()).toEqual(codes);
      expect(other.api.resources.queries.digest()).toBe(one.api.resources.queries.digest());
    });

    it('[EMA-621-file] give an inspection API on the same cluster what any of them has written', async () => {
      const logger = createLogger({
        name: 'inspection-api',
        level: 'info',
        now: one.clock.now,
        destination: keepLog(),
      });
      const { store, credentials, sealingKeys, installationKeys } = one.directory;
      const shared = { credentials, sealingKeys, installationKeys };
      const directory = { ...dataDirectory(`${other.directory.path}-inspection`, store), ...shared };
      const about = { logHost: 'bali.localhost', packagesKept: 1, identity: CHEAP_IDENTITY };
      const inspection = await createInspectionApi({ directory, ambient: testAmbient(one.clock), logger, ...about });
      const url = await listenOnLoopback(inspection.app);
      try {
        for (const api of [one, other]) {
          const { body } = await consent(api, randomUUID());
          const path = `${url}/v1/audit-log?patient=${String(body.patient)}&atLeast=${body.position}`;
          const answer = await fetch(path, await headers(someoneIn('inspector')));
          expect([answer.status, ((await answer.json()) as { items: unknown[] }).items.length]).toEqual([200, 1]);
        }
      } finally {
        await inspection.close();
      }
    });

    it('know at once that somebody was signed out at another', async () => {
      const token = await one.signIn(someoneIn('investigator'));
      const as = { headers: { authorization: `Bearer ${token}` } };
      expect((await other.get('/v1/patients', as)).status).toBe(200);
      await one.fetch('/v1/sessions/current', { method: 'DELETE', ...as });
      expect((await other.get('/v1/patients', as)).status).toBe(401);
    });
  });
}
