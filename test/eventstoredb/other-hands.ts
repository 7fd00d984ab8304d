import { knownLog, pollLog, type StartedWitness, startWitness } from '@bali-app/witness/testing';
import { BODIES, openTrial, type SiteApiUnderTest, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { type KeptCheckpoint, openSqliteEventStore } from '@bali/event-store';
import { testHeads, withPrefix } from '@bali/event-store/testing';
import { type DataDirectory, dataDirectory, storeLocationIn } from '@bali/installation';
import { formatWitnessKey, parseNote, utf8 } from '@bali/ledger';
import { migrateLedger } from '@bali/operations';
import { TRIAL } from '@bali/protocol';
import { stampAuthority } from '@bali/time-stamps';
import { OpensslAuthority, serveAuthority } from '@bali/time-stamps/testing';
import { parsePolicy, witnessedUnder, type WitnessPolicy } from '@bali/witness';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ORIGIN = `bali.localhost/${TRIAL.id}/trial`;
/** Long enough for whoever answers at all, however slow this machine is. */
const PATIENT_MS = 60_000;

/** What witnesses and time stamp authorities put under checkpoints that are streams of a cluster, with two instances of the site API. */
export function describeOtherHands(name: string, connectionString: () => string): void {
  describe(`[EMA-66] witnesses and time stamps on ${name}`, () => {
    let folder: string;
    let one: SiteApiUnderTest;
    let other: SiteApiUnderTest;
    let ends: (() => Promise<void>)[];

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'other-hands-'));
      ends = [];
      const store = storeLocationIn(withPrefix(connectionString(), `test-${randomUUID()}`));
      if (store === undefined) throw new Error('no good connection string');
      const now = new Date().toISOString();
      one = await startSiteApi(now, 'one', (path) => dataDirectory(path, store));
      const { credentials, sealingKeys, installationKeys, keys } = one.directory;
      const shared = { credentials, sealingKeys, installationKeys, keys };
      other = await startSiteApi(now, 'other', (path): DataDirectory => ({ ...dataDirectory(path, store), ...shared }));
      await openTrial(one);
      await one.api.rhythm.tick();
    });
    afterEach(async () => {
      await other[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
      for (const end of ends.reverse()) await end();
      rmSync(folder, { recursive: true, force: true });
    });

    const trialOf = (api: SiteApiUnderTest) => api.api.resources.logs.trial;

    async function witness(which: string): Promise<StartedWitness> {
      const place = join(folder, which);
      mkdirSync(place);
      const logs = [knownLog(ORIGIN, trialOf(one).signing.verifiers[0]!)];
      const started = await startWitness({ folder: place, name: `witness.example/${which}`, logs, now: one.clock.now });
      ends.push(started.close);
      return started;
    }

    async function checkpointsOf(api: SiteApiUnderTest): Promise<readonly KeptCheckpoint[]> {
      const all: KeptCheckpoint[] = [];
      for await (const page of trialOf(api).reader.checkpoints()) all.push(...page);
      return all;
    }

    async function newestOf(api: SiteApiUnderTest, policy: WitnessPolicy) {
      const { size, note } = (await checkpointsOf(api)).at(-1)!;
      const { isMet, by } = witnessedUnder(policy, note);
      return { size, note, isMet, by };
    }

    /** Both instances, under a policy of two witnesses of which one comes by itself. */
    async function underPolicy(asked: StartedWitness, hidden: StartedWitness, stamps?: SiteApiUnderTest['logs']) {
      const policy = parsePolicy(
        `witness asked ${formatWitnessKey(asked.key)} ${asked.url}\nwitness hidden ${formatWitnessKey(hidden.key)}\n` +
          'group both all asked hidden\nquorum both\n',
      );
      for (const api of [one, other]) {
        api.logs = { witnesses: policy, othersTimeoutMs: PATIENT_MS, ...stamps };
        await api.restart();
      }
      return policy;
    }

    const readyOf = async (api: SiteApiUnderTest) =>
      (await api.read<{ checks: Record<string, string> }>('/health/ready', { as: null })).checks;

    /** The witness that nobody can reach goes to an instance. */
    const poll = (hidden: StartedWitness, api: SiteApiUnderTest) =>
      pollLog(hidden.witness, {
        ...{ origin: ORIGIN, keys: trialOf(api).signing.verifiers, url: `${api.url}/v1/witnessing` },
      });

    it('are kept in the stream of checkpoints, seen by both, and go on when the other takes over', async () => {
      const [asked, hidden] = [await witness('asked'), await witness('hidden')];
      const policy = await underPolicy(asked, hidden);
      await one.record('/v1/patients', BODIES.consent);
      await one.api.rhythm.tick();
      expect(await newestOf(one, policy)).toMatchObject({ isMet: false, by: ['asked'] });
      // It comes to the instance that does not sign: what it brings is kept all the same, beside what is there.
      expect(await poll(hidden, other)).toBe(true);
      const newest = await newestOf(one, policy);
      expect([newest.isMet, newest.by]).toEqual([true, ['asked', 'hidden']]);
      expect(await newestOf(other, policy)).toEqual(newest);
      for (const api of [one, other]) {
        await api.api.rhythm.tick();
        expect((await readyOf(api))['witnesses']).toBe('up');
      }

      // A day later the one that signs is cosigned again; the other knows it without having asked anybody.
      one.clock.set(new Date(one.clock.now().getTime() + 30 * 3_600_000).toISOString());
      other.clock.set(one.clock.now().toISOString());
      await one.api.rhythm.tick();
      expect(await poll(hidden, one)).toBe(true);
      for (const api of [one, other]) {
        await api.api.rhythm.tick();
        expect([api === one, (await readyOf(api))['witnesses']]).toEqual([api === one, 'up']);
      }
      expect(other.log.text()).not.toContain('NO QUORUM OF WITNESSES');

      const headers = { authorization: `Bearer ${await one.signIn(someoneIn('investigator'))}` };
      await one.stop();
      await other.api.rhythm.tick();
      await other.record('/v1/patients', BODIES.consent, { headers });
      await other.api.rhythm.tick();
      expect(await poll(hidden, other)).toBe(true);
      const grown = await newestOf(other, policy);
      expect([grown.size > newest.size, grown.isMet]).toEqual([true, true]);
      await one.start();
    });

    it('are copied with the ledger, stamps included, to the byte', async () => {
      using authority = new OpensslAuthority();
      const served = await serveAuthority(authority);
      ends.push(served.close);
      const known = { ...stampAuthority('tsa.example', authority.rootPem), url: served.url };
      const stamps = { stamps: { authorities: [known], at: [{ hour: 0, minute: 0 }] } };
      const [asked, hidden] = [await witness('asked'), await witness('hidden')];
      const policy = await underPolicy(asked, hidden, stamps);
      await one.api.rhythm.tick();
      expect(await poll(hidden, one)).toBe(true);
      const { note, isMet } = await newestOf(other, policy);
      expect(isMet).toBe(true);
      const { text, signatures } = parseNote(note);
      const stamp = signatures.find((signature) => signature.name === 'tsa.example');
      expect(authority.verifies(stamp!.signature, utf8(text))).toBe(true);

      // The instance that does not sign has asked no authority, and knows of the stamp.
      await other.api.rhythm.tick();
      expect([(await readyOf(other))['time-stamps'], served.asked()]).toEqual(['up', 1]);

      const path = join(folder, 'trial.db');
      const target = openSqliteEventStore({ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path) });
      try {
        await migrateLedger({ source: one.api.resources.trialLedger, target });
        const copied: KeptCheckpoint[] = [];
        for await (const page of target.readCheckpoints()) copied.push(...page);
        expect(copied).toEqual(await checkpointsOf(one));
        expect(copied.at(-1)?.note).toBe(note);
      } finally {
        await target.close();
      }
    });
  });
}
