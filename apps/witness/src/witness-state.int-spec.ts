import { parseCheckpoint, parseNote } from '@bali/ledger';
import { formatAddCheckpoint } from '@bali/witness';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KilledWitness, knownLog, type StartedWitness, startWitness, SuiteLog } from '../testing/index.js';

const LOG = new SuiteLog('hospital');
const FORK = new SuiteLog('hospital', 'rewritten');
const NAME = 'witness.example/state';

let folder: string;
let open: StartedWitness | undefined;
let clock = new Date('2026-03-02T10:00:00Z');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'witness-'));
  clock = new Date('2026-03-02T10:00:00Z');
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(isNew = false, at = folder): Promise<StartedWitness> {
  const logs = [knownLog(LOG.origin, LOG.signer.key)];
  open = await startWitness({ folder: at, name: NAME, logs, isNew, now: () => clock });
  return open;
}

async function stop(): Promise<void> {
  await open?.close();
  open = undefined;
}

async function add(log: SuiteLog, from: number, to: number) {
  const body = formatAddCheckpoint({ oldSize: from, proof: log.proof(from, to), checkpoint: log.checkpoint(to) });
  const answer = await fetch(`${open!.url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

describe('the state of a witness', () => {
  it('survives: after a start it stands where it stood, and cosigns no fork', async () => {
    await start(true);
    expect((await add(LOG, 0, 5)).status).toBe(200);
    await stop();
    await start();
    expect(await add(FORK, 0, 6)).toEqual({ status: 409, text: '5\n' });
    expect((await add(FORK, 5, 6)).status).toBe(422);
    expect((await add(LOG, 5, 6)).status).toBe(200);
  });

  it('is durable before the answer: what lies on the disk then is what a crash leaves', async () => {
    await start(true);
    for (const [from, to] of [
      [0, 3],
      [3, 4],
      [4, 9],
    ] as const) {
      expect((await add(LOG, from, to)).status).toBe(200);
      const left = `${folder}-crash-${to}`;
      cpSync(folder, left, { recursive: true });
      await stop();
      await start(false, left);
      expect(await add(LOG, 0, 10)).toEqual({ status: 409, text: `${to}\n` });
      await stop();
      rmSync(left, { recursive: true });
      await start();
    }
  });

  it('may be one ahead of its mark, as a crash between the two leaves it', async () => {
    const { files } = await start(true);
    await add(LOG, 0, 5);
    copyFileSync(`${files.key}.mark`, join(folder, 'mark'));
    await add(LOG, 5, 6);
    await stop();
    copyFileSync(join(folder, 'mark'), `${files.key}.mark`);
    await start();
    expect(await add(LOG, 0, 9)).toEqual({ status: 409, text: '6\n' });
  });

  it('stops the witness when it is missing, or older than its key: it never begins again by itself', async () => {
    const { files } = await start(true);
    await add(LOG, 0, 5);
    copyFileSync(files.state, join(folder, 'back-up'));
    for (const size of [6, 7]) await add(LOG, size - 1, size);
    await stop();
    const newest = readFileSync(files.state);
    copyFileSync(join(folder, 'back-up'), files.state);
    await expect(start()).rejects.toThrow('is older than what this key has signed');
    rmSync(files.state);
    await expect(start()).rejects.toThrow('is missing');
    writeFileSync(files.state, newest.toString().replace('"size": 7', '"size": 1'), { mode: 0o600 });
    await expect(start()).rejects.toThrow('is not a state that this key has written');
    writeFileSync(files.state, newest, { mode: 0o600 });
    const mark = readFileSync(`${files.key}.mark`);
    rmSync(`${files.key}.mark`);
    await expect(start()).rejects.toThrow('nothing says how far this key has signed');
    writeFileSync(`${files.key}.mark`, mark, { mode: 0o600 });
    chmodSync(files.state, 0o644);
    await expect(start()).rejects.toThrow('set its mode to 0600');
    chmodSync(files.state, 0o600);
    await start();
    expect((await add(LOG, 7, 8)).status).toBe(200);
  });

  it('belongs to one process', async () => {
    await start(true);
    const first = open;
    await expect(start()).rejects.toThrow('in use by another process');
    open = first;
    expect((await add(LOG, 0, 1)).status).toBe(200);
  });

  it('signs nothing that it cannot keep, as with a full disk, and goes on once it can', async () => {
    const { files, warnings } = await start(true);
    await add(LOG, 0, 5);
    // Where the next state is to be written there is a directory: writing fails as it does on a full disk.
    mkdirSync(`${files.state}.${process.pid}.new`);
    expect(await add(LOG, 5, 6)).toEqual({ status: 503, text: expect.stringContaining('nothing is signed') });
    expect(warnings).toEqual([expect.stringContaining('THE STATE CANNOT BE KEPT')]);
    rmSync(`${files.state}.${process.pid}.new`, { recursive: true });
    expect(await add(LOG, 0, 9)).toEqual({ status: 409, text: '5\n' });
    expect((await add(LOG, 5, 6)).status).toBe(200);
  });
});

/** Asks at once for some trees after a size, and says of the largest that was cosigned; a witness that is gone answers nothing. */
async function largestOf(url: string, from: number, count: number, answered: () => void): Promise<number> {
  let seen = from;
  for (let size = from + 1; size <= from + count; size += 1) {
    const proof = LOG.proof(seen, size);
    const body = formatAddCheckpoint({ oldSize: seen, proof, checkpoint: LOG.checkpoint(size) });
    const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body }).catch(() => undefined);
    if (answer?.status !== 200) return seen;
    seen = size;
    answered();
  }
  return seen;
}

describe('[P11-10a] a witness that is killed', () => {
  it('stands afterwards where it has answered last, or one further: it forgets nothing, and cosigns no fork', async () => {
    const place = { folder, name: NAME };
    let acknowledged = 0;
    for (const [round, kills] of [1, 3, 4].entries()) {
      const killed = await KilledWitness.start(place, LOG, round === 0);
      let answers = 0;
      const gone = Promise.withResolvers<undefined>();
      const asking = largestOf(killed.url, acknowledged, 20, () => {
        answers += 1;
        if (answers === kills) void killed.kill().then(() => gone.resolve(undefined));
      });
      acknowledged = await asking;
      await gone.promise;
      await start();
      const { status, text } = await add(LOG, 1_000, 1_001);
      expect([status, [acknowledged, acknowledged + 1].includes(Number(text))]).toEqual([409, true]);
      acknowledged = Number(text);
      expect((await add(FORK, acknowledged, acknowledged + 1)).status).toBe(422);
      expect((await add(FORK, 0, acknowledged + 1)).status).toBe(409);
      await stop();
    }
    expect(acknowledged).toBeGreaterThanOrEqual(8);
  });
});

describe('a witness', () => {
  it('puts no time under a checkpoint that is behind one that it has signed', async () => {
    await start(true);
    await add(LOG, 0, 5);
    clock = new Date('2026-03-02T09:59:58Z');
    const { text } = await add(LOG, 5, 6);
    const stamped = Buffer.from(text.split(' ')[2] ?? '', 'base64').readBigUInt64BE(4);
    expect(stamped).toBe(BigInt(Date.parse('2026-03-02T10:00:00Z') / 1000));
    clock = new Date('2025-03-02T10:00:00Z');
    expect(await add(LOG, 6, 7)).toEqual({
      status: 503,
      text: expect.stringContaining('stands behind 2026-03-02T10:00:00.000Z'),
    });
    clock = new Date('2026-03-03T10:00:00Z');
    expect((await add(LOG, 6, 7)).status).toBe(200);
  });

  it('writes nothing anew for whoever asks again within a second, with what everybody can see', async () => {
    const { files } = await start(true);
    const first = await add(LOG, 0, 5);
    const written = readFileSync(files.state);
    const again = await Promise.all(Array.from({ length: 20 }, () => add(LOG, 5, 5)));
    expect(again).toEqual(again.map(() => first));
    expect(readFileSync(files.state).equals(written)).toBe(true);
    clock = new Date(clock.getTime() + 1_000);
    expect((await add(LOG, 5, 5)).text).not.toBe(first.text);
    expect(readFileSync(files.state).equals(written)).toBe(false);
  });

  it('keeps the proof that a log lies, and shows on its page what it has seen, and when it last heard', async () => {
    const { url, witness, warnings } = await start(true);
    expect(await (await fetch(url)).text()).toContain('not since this program was started');
    await add(LOG, 0, 5);
    await add(FORK, 5, 5);
    await add(FORK, 5, 5);
    const { contradictions } = witness.seenOf(LOG.origin);
    expect(contradictions.map(({ note }) => parseCheckpoint(parseNote(note).text).size)).toEqual([5]);
    expect(warnings).toEqual([expect.stringContaining('A LOG CONTRADICTS ITSELF')]);
    await stop();
    const again = await start();
    expect(again.witness.seenOf(LOG.origin).contradictions).toEqual(contradictions);
    await add(LOG, 5, 6);
    const page = await (await fetch(again.url)).text();
    for (const shown of [
      LOG.origin,
      '<td>6<',
      '2026-03-02T10:00:00.000Z: cosigned',
      contradictions[0]!.note.split('\n')[2]!,
    ])
      expect(page).toContain(shown);
  });

  it('answers what is not asked for as it should be, and nothing else', async () => {
    const { url } = await start(true);
    const statusOf = async (path: string, method: string) => (await fetch(`${url}${path}`, { method })).status;
    expect(await statusOf('/add-checkpoint', 'GET')).toBe(405);
    expect(await statusOf('/', 'POST')).toBe(405);
    expect(await statusOf('/../etc/passwd', 'GET')).toBe(404);
  });
});
