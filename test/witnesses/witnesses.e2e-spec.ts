import { onlyWith } from '@bali/event-store/testing';
import {
  knownLog,
  LITEWITNESS_OF_DEBIAN,
  pollLog,
  startLitewitness,
  type StartedWitness,
  startWitness,
} from '@bali-app/witness/testing';
import { bringPatient, openTrial, type SiteApiUnderTest, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import {
  cosign,
  formatVerifierKey,
  formatWitnessKey,
  openNote,
  parseCheckpoint,
  parseNote,
  sha256,
  sha256Hex,
  utf8,
  type WitnessKey,
  witnessKey,
} from '@bali/ledger';
import { stampAuthority, stampRequest, stampsOf } from '@bali/time-stamps';
import { OpensslAuthority, serveAuthority } from '@bali/time-stamps/testing';
import { parsePolicy, witnessedUnder } from '@bali/witness';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ORIGIN = 'bali.localhost/NCT00904501/trial';

let api: SiteApiUnderTest;
let folder: string;
let ends: (() => Promise<void>)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'witnesses-'));
  ends = [];
  api = await startSiteApi();
  await openTrial(api);
  await api.api.rhythm.tick();
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function witness(
  name: string,
  options: { readonly isNew?: boolean; readonly port?: number; readonly now?: () => Date } = {},
): Promise<StartedWitness> {
  const [key] = trial().signing.verifiers;
  const place = join(folder, name);
  if (options.isNew !== false) mkdirSync(place);
  const logs = [knownLog(ORIGIN, key!)];
  return startWitness({ folder: place, name: `witness.example/${name}`, logs, now: api.clock.now, ...options });
}

function trial() {
  return api.api.resources.logs.trial;
}

interface InPolicy {
  readonly name: string;
  readonly key: WitnessKey;
  readonly url?: string;
}

/** Long enough for whoever answers at all, however slow this machine is. */
const PATIENT_MS = 60_000;

async function underPolicy(
  witnesses: readonly InPolicy[],
  threshold: number,
  othersTimeoutMs = PATIENT_MS,
): Promise<void> {
  const lines = witnesses.map(({ name, key, url = '' }) => `witness ${name} ${formatWitnessKey(key)} ${url}\n`);
  const names = witnesses.map(({ name }) => name).join(' ');
  api.logs = { witnesses: parsePolicy(`${lines.join('')}group g ${threshold} ${names}\nquorum g\n`), othersTimeoutMs };
  await api.restart();
}

/** The newest checkpoint as it is kept, and what it is worth under the policy. */
async function newest() {
  const kept = await trial().reader.latestCheckpoint();
  const { size } = parseCheckpoint(openNote(kept!.note, trial().signing.verifiers).text);
  return { size, note: kept!.note, ...witnessedUnder(api.logs.witnesses!, kept!.note) };
}

async function ready() {
  return api.read<{ status: string; checks: Record<string, string>; details: Record<string, string> }>('/health/ready');
}

async function liar(
  answer: (body: string) => { status: number; body: string; type?: string } | 'nothing' | 'redirect',
): Promise<string> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const said = answer(Buffer.concat(parts).toString());
      if (said === 'nothing') return;
      if (said === 'redirect') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else response.writeHead(said.status, { 'content-type': said.type ?? 'text/plain' }).end(said.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Commands beside a tick: none of them waits for a witness, or is refused because of one. `bringPatient` throws where one is refused. */
async function commandsWhileAsking(): Promise<void> {
  const ticking = api.api.rhythm.tick();
  await Promise.all([bringPatient(api, 'consented'), bringPatient(api, 'consented'), bringPatient(api, 'consented')]);
  await ticking;
}

async function metrics(): Promise<string> {
  return (await api.get('/metrics', { as: someoneIn('administrator') })).text;
}

async function threeWitnesses(): Promise<readonly StartedWitness[]> {
  const started = [await witness('reims'), await witness('nantes'), await witness('paris')];
  for (const { close } of started) ends.push(close);
  return started;
}

describe('[EMA-66] witnesses of the trial ledger', () => {
  it('cosign each checkpoint; which was witnessed last, readiness and metrics say, also after a restart', async () => {
    const [reims, nantes, paris] = await threeWitnesses();
    const all = { reims: reims!, nantes: nantes!, paris: paris! };
    await underPolicy(
      Object.entries(all).map(([name, { key, url }]) => ({ name, key, url })),
      2,
    );
    expect((await ready()).details['witnesses']).toContain('by a quorum of witnesses yet');
    await api.api.rhythm.tick();
    const { size, isMet, by } = await newest();
    expect({ isMet, by }).toEqual({ isMet: true, by: ['reims', 'nantes', 'paris'] });
    const { checks, details } = await ready();
    expect([checks['witnesses'], details['witnesses']]).toEqual([
      'up',
      expect.stringContaining(`the first ${size} events`),
    ]);
    await commandsWhileAsking();
    await api.api.rhythm.tick();
    const grown = await newest();
    expect([grown.size > size, grown.isMet]).toEqual([true, true]);
    await api.restart();
    await api.api.rhythm.tick();
    expect((await ready()).details['witnesses']).toContain(`the first ${grown.size} events`);
    expect(await metrics()).toContain(`witnessed_checkpoint_size ${grown.size}`);
    expect(await metrics()).toContain('witness_cosigns{witness="paris"} 1');
  });

  const key = (name: string) => witnessKey(name, sha256(utf8(name)));

  it('that never answer refuse no command, and are named', async () => {
    await underPolicy([{ name: 'slow', key: key('slow'), url: await liar(() => 'nothing') }], 1, 50);
    await commandsWhileAsking();
    expect(await metrics()).toContain('witness_failures_total{witness="slow",reason="too-late"} 1');
  });

  it('that are down, lying or forgetful refuse no command, and are named', async () => {
    const good = await witness('good');
    ends.push(good.close);
    const late = await witness('late', { now: () => new Date(api.clock.now().getTime() - 7_200_000) });
    ends.push(late.close);
    const other = cosign('another checkpoint\n1\n', 1_300_000_000, {
      key: key('forger'),
      sign: () => new Uint8Array(64),
    });
    const witnesses = [
      { name: 'good', key: good.key, url: good.url },
      { name: 'late', key: late.key, url: late.url },
      { name: 'down', key: key('down'), url: 'http://127.0.0.1:1' },
      { name: 'away', key: key('away'), url: await liar(() => 'redirect') },
      { name: 'forger', key: key('forger'), url: await liar(() => ({ status: 200, body: other })) },
      { name: 'talker', key: key('talker'), url: await liar(() => ({ status: 200, body: 'x'.repeat(70_000) })) },
      { name: 'boaster', key: key('boaster'), url: await liar(() => ({ status: 409, body: '999999\n' })) },
      { name: 'denier', key: key('denier'), url: await liar(() => ({ status: 422, body: 'no' })) },
      { name: 'stranger', key: key('stranger'), url: await liar(() => ({ status: 404, body: 'who?' })) },
      { name: 'babbler', key: key('babbler'), url: await liar(() => ({ status: 200, body: 'hello' })) },
    ];
    await underPolicy(witnesses, 2);
    await commandsWhileAsking();
    const { isMet, by } = await newest();
    expect({ isMet, by }).toEqual({ isMet: false, by: ['good'] });
    const said = await metrics();
    for (const [name, reason] of [
      ['late', 'wrong-time'],
      ['down', 'unreachable'],
      ['away', 'unreachable'],
      ['forger', 'wrong-answer'],
      ['talker', 'too-large'],
      ['boaster', 'has-seen-more'],
      ['denier', 'has-seen-others'],
      ['stranger', 'does-not-know-the-log'],
      ['babbler', 'wrong-answer'],
    ])
      expect(said).toContain(`witness_failures_total{witness="${name}",reason="${reason}"} 1`);
    expect(said).toContain('witnessed_within_a_day 0');
    const { status, checks } = await ready();
    expect([status, checks['witnesses']]).toEqual(['up', 'down']);
    const log = api.log.text();
    for (const sentence of ['A WITNESS HAS SEEN ANOTHER LEDGER', 'a witness does not cosign', 'NO QUORUM OF WITNESSES'])
      expect(log).toContain(sentence);
    await commandsWhileAsking();
  });

  it('that were down cosign again when they are back, from where they stood', async () => {
    const first = await witness('paris');
    await underPolicy([{ name: 'paris', key: first.key, url: first.url }], 1);
    await api.api.rhythm.tick();
    const { size } = await newest();
    await first.close();
    await commandsWhileAsking();
    expect((await newest()).isMet).toBe(false);
    expect((await ready()).details['witnesses']).toContain(`the first ${size} events`);
    const again = await witness('paris', { isNew: false, port: Number(new URL(first.url).port) });
    ends.push(again.close);
    await api.api.rhythm.tick();
    expect((await newest()).isMet).toBe(true);
    expect(api.log.text()).toContain('a witness cosigns again');
  });

  it('notice an operator who sets the installation back, with every key and mark, and goes on from there', async () => {
    const paris = await witness('paris');
    ends.push(paris.close);
    await underPolicy([{ name: 'paris', key: paris.key, url: paris.url }], 1);
    await bringPatient(api, 'consented');
    await api.api.rhythm.tick();
    const backUp = join(folder, 'back-up');
    await api.stop();
    cpSync(api.directory.path, backUp, { recursive: true });
    await api.start();
    await commandsWhileAsking();
    await api.api.rhythm.tick();
    const witnessed = await newest();
    expect(witnessed.isMet).toBe(true);

    await api.stop();
    rmSync(api.directory.path, { recursive: true });
    cpSync(backUp, api.directory.path, { recursive: true });
    await api.start();
    // Its own keys and marks say that all is well; the signer has forgotten. The hospital has not.
    expect((await ready()).checks).toMatchObject({ 'ledgers-as-written': 'up', signing: 'up' });
    await bringPatient(api, 'consented');
    await api.api.rhythm.tick();
    const shorter = await newest();
    expect([shorter.size < witnessed.size, shorter.isMet]).toEqual([true, false]);
    expect(await metrics()).toContain('witness_failures_total{witness="paris",reason="has-seen-more"} 1');
    while ((await api.lastPosition()) < witnessed.size) await bringPatient(api, 'consented');
    await api.api.rhythm.tick();
    expect((await newest()).isMet).toBe(false);
    expect(await metrics()).toContain('witness_failures_total{witness="paris",reason="has-seen-others"} 1');
    expect(api.log.text()).toContain('A WITNESS HAS SEEN ANOTHER LEDGER');
    // What the hospital has is signed with the key of the sponsor, and is of another history.
    const kept = await (await fetch(`${paris.url}/${sha256Hex(ORIGIN)}/checkpoint`)).text();
    const { size, root } = parseCheckpoint(openNote(kept, trial().signing.verifiers).text);
    expect(size).toBe(witnessed.size);
    expect(Buffer.from(trial().reader.rootAt(size)).equals(root)).toBe(false);
  });

  it('that nobody can reach come by themselves, and bring their cosignature', async () => {
    const hidden = await witness('hidden');
    ends.push(hidden.close);
    await underPolicy([{ name: 'hidden', key: hidden.key }], 1);
    const log = { origin: ORIGIN, keys: trial().signing.verifiers, url: `${api.url}/v1/witnessing` };
    await commandsWhileAsking();
    expect(await pollLog(hidden.witness, log)).toBe(true);
    const { isMet, size, note } = await newest();
    expect([isMet, hidden.witness.seenOf(ORIGIN).latest?.size]).toEqual([true, size]);
    // The same again is kept once; what is signed by nobody of the policy, of another log or of an older checkpoint is not taken.
    expect(await pollLog(hidden.witness, log)).toBe(true);
    expect((await newest()).note).toBe(note);
    const send = (checkpoint: string) =>
      api.post<{ code: string; kept: boolean }>('/v1/witnessing/cosignatures', { checkpoint }, { as: null });
    expect((await send(note)).body).toEqual({ kept: false });
    const plain = note.split('\n').slice(0, 5).join('\n') + '\n';
    const stranger = await witness('stranger');
    ends.push(stranger.close);
    expect(await pollLog(stranger.witness, log)).toBe(false);
    for (const wrong of [
      plain,
      'hello',
      note.replace('trial\n', 'sealed\n'),
      note.replace(/\n[^\n]+=\n/, `\n${Buffer.alloc(32).toString('base64')}\n`),
    ])
      expect([wrong, (await send(wrong)).body.code]).toEqual([wrong, 'cosignature-not-taken']);
    await bringPatient(api, 'consented');
    await api.api.rhythm.tick();
    expect((await send(note)).body.code).toBe('checkpoint-superseded');
    expect(await pollLog(hidden.witness, log)).toBe(true);
    expect((await newest()).isMet).toBe(true);
    expect((await api.get(`/v1/witnessing/checkpoint?old=${(await newest()).size + 1}`, { as: null })).body.code).toBe(
      'witness-has-seen-more',
    );
    expect(api.log.text()).toContain('A WITNESS HAS SEEN MORE');
  });

  it('are asked to come again where an instance has not yet read as far as another one has signed', async () => {
    const hidden = await witness('hidden');
    ends.push(hidden.close);
    await underPolicy([{ name: 'hidden', key: hidden.key }], 1);
    const { size, note } = await newest();
    const ahead = { size: size + 9, note: note.replace(`\n${size}\n`, `\n${size + 9}\n`) };
    await api.api.resources.trialLedger.keepCheckpoint(ahead);
    const { status, body, headers } = await api.get('/v1/witnessing/checkpoint?old=0', { as: null });
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'not-available', '5']);
  });

  onlyWith(it, LITEWITNESS_OF_DEBIAN)('cosign together with Debian’s litewitness', async () => {
    api.clock.set(new Date().toISOString());
    const ours = await witness('ours');
    ends.push(ours.close);
    const [key] = trial().signing.verifiers;
    const lite = await startLitewitness(folder, 'witness.example/lite', [
      { origin: ORIGIN, verifierKey: formatVerifierKey(key!) },
    ]);
    ends.push(lite.close);
    await underPolicy(
      [
        { name: 'ours', key: ours.key, url: ours.url },
        { name: 'lite', key: lite.key, url: lite.url },
      ],
      2,
    );
    await api.api.rhythm.tick();
    await commandsWhileAsking();
    const { isMet, by } = await newest();
    expect({ isMet, by }).toEqual({ isMet: true, by: ['ours', 'lite'] });
  });

  it('are none without a policy: nobody is asked, and nothing is said of them', async () => {
    expect((await api.get('/v1/witnessing/checkpoint?old=0', { as: null })).body.code).toBe('no-witnesses');
    expect(await metrics()).not.toMatch(/^witness/m);
    expect(Object.keys((await ready()).checks)).not.toContain('witnesses');
  });
});

describe('time stamps of the trial ledger', () => {
  it('are asked for at fixed hours, kept with the checkpoint, and verified by OpenSSL; an authority that is down stops nothing', async () => {
    const made = new OpensslAuthority();
    ends.push(() => {
      made[Symbol.dispose]();
      return Promise.resolve();
    });
    api.clock.set(new Date().toISOString());
    const served = await serveAuthority(made);
    const stale = await serveAuthority(made, () =>
      made.reply(stampRequest(utf8('another checkpoint'), new Uint8Array(16))),
    );
    const away = await serveAuthority(made, () => 'redirect');
    ends.push(served.close, stale.close, away.close);
    const authority = (name: string, url: string) => ({ ...stampAuthority(name, made.rootPem), url });
    const authorities = [
      authority('tsa.example', served.url),
      authority('stale', stale.url),
      authority('away', away.url),
    ];
    api.logs = { stamps: { authorities, at: [{ hour: 0, minute: 0 }] }, othersTimeoutMs: PATIENT_MS };
    await api.restart();
    await commandsWhileAsking();
    await commandsWhileAsking();
    expect([served.asked(), stale.asked()]).toEqual([1, 2]);
    const said = await metrics();
    expect(said).toMatch(/time_stamp_failures_total\{authority="stale"\} 2/);
    expect(said).toMatch(/time_stamp_age_seconds\{authority="tsa.example"\} /);
    expect((await ready()).checks['time-stamps']).toBe('up');
    const notes: string[] = [];
    for await (const page of trial().reader.checkpoints()) notes.push(...page.map(({ note }) => note));
    const stamped = notes.filter((note) => note.includes(' tsa.example '));
    expect(stamped).toHaveLength(1);
    const [stamp] = await stampsOf(stamped[0]!, [authorities[0]!]);
    expect(stamp).toMatchObject({ authority: 'tsa.example' });
    const { text, signatures } = parseNote(stamped[0]!);
    const token = signatures.find(({ name }) => name === 'tsa.example')!.signature;
    expect(made.verifies(token, utf8(text))).toBe(true);
    // Everybody else passes over it.
    expect(parseCheckpoint(openNote(stamped[0]!, trial().signing.verifiers).text).origin).toBe(ORIGIN);
    await api.restart();
    await api.api.rhythm.tick();
    expect(served.asked()).toBe(1);
  });
});
