import {
  cosignaturesOf,
  openNote,
  parseCheckpoint,
  sha256Hex,
  signNote,
  withSignatures,
  type WitnessKey,
} from '@bali/ledger';
import { formatAddCheckpoint } from '@bali/witness';
import { expect } from '@jest/globals';
import { connect } from 'node:net';
import { signerOf, SuiteLog } from './suite-log.js';

/** A witness that the suite runs against, wherever it is and whoever wrote it. */
export interface WitnessToTry {
  readonly url: string;
  readonly key: WitnessKey;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

type Case = (log: SuiteLog, witness: WitnessToTry) => Promise<void>;

async function post({ url }: WitnessToTry, body: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}

function add(witness: WitnessToTry, log: SuiteLog, [from, to]: readonly [number, number]): Promise<Answer> {
  return post(
    witness,
    formatAddCheckpoint({ oldSize: from, proof: log.proof(from, to), checkpoint: log.checkpoint(to) }),
  );
}

function expectCosigned(log: SuiteLog, size: number, { status, text }: Answer, { key }: WitnessToTry): void {
  expect([status, text.endsWith('\n')]).toEqual([200, true]);
  const cosignatures = cosignaturesOf(withSignatures(log.checkpoint(size), text), [key]);
  expect(cosignatures.map(({ time }) => time > 1_600_000_000)).toEqual([true]);
}

/** Whatever was asked before, the witness stands where it stood. */
async function expectStandsAt(size: number, log: SuiteLog, witness: WitnessToTry): Promise<void> {
  const asked = size === 0 ? ([1, 9] as const) : ([0, 9] as const);
  const { status, type, text } = await add(witness, log, asked);
  expect([status, type.split(';')[0], text]).toEqual([409, 'text/x.tlog.size', `${size}\n`]);
}

/** What every witness does (C2SP tlog-witness). Each case has a log of its own, which the witness has to know beforehand. */
export const WITNESS_CASES: Readonly<Record<string, Case>> = {
  'cosigns the first checkpoint of a log that it knows': async (log, witness) => {
    expectCosigned(log, 5, await add(witness, log, [0, 5]), witness);
  },
  'cosigns a tree that extends the last one, with a proof': async (log, witness) => {
    await add(witness, log, [0, 5]);
    expectCosigned(log, 8, await add(witness, log, [5, 8]), witness);
    expectCosigned(log, 300, await add(witness, log, [8, 300]), witness);
  },
  'cosigns the same tree again, with the time at which it is asked': async (log, witness) => {
    await add(witness, log, [0, 5]);
    expectCosigned(log, 5, await add(witness, log, [5, 5]), witness);
  },
  'ignores signatures of others under a checkpoint': async (log, witness) => {
    const checkpoint = log.checkpoint(4, [signerOf('other.example/log', 'another'), log.signer]);
    expectCosigned(log, 4, await post(witness, formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint })), witness);
  },
  'answers 409 with the size that it has seen, when asked from another': async (log, witness) => {
    await expectStandsAt(0, log, witness);
    await add(witness, log, [0, 5]);
    await expectStandsAt(5, log, witness);
    expect((await add(witness, log, [4, 8])).status).toBe(409);
    await expectStandsAt(5, log, witness);
  },
  'answers 404 of a log that it does not know': async (_, witness) => {
    expect((await add(witness, new SuiteLog('of nobody'.replaceAll(' ', '-')), [0, 1])).status).toBe(404);
  },
  'answers 403 to a checkpoint of a foreign key': async (log, witness) => {
    const checkpoint = log.checkpoint(5, [signerOf(log.origin, 'a thief')]);
    expect((await post(witness, formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }))).status).toBe(403);
    await expectStandsAt(0, log, witness);
  },
  'answers 403 when the signature of a key that it trusts is wrong': async (log, witness) => {
    const { key } = log.signer;
    const checkpoint = log.checkpoint(5, [{ key, sign: () => new Uint8Array(64) }]);
    expect((await post(witness, formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }))).status).toBe(403);
    await expectStandsAt(0, log, witness);
  },
  'answers 400 to an old size that is larger than the checkpoint: nothing is rolled back': async (log, witness) => {
    await add(witness, log, [0, 8]);
    const request = { oldSize: 8, proof: [], checkpoint: log.checkpoint(5) };
    expect((await post(witness, formatAddCheckpoint(request))).status).toBe(400);
    await expectStandsAt(8, log, witness);
  },
  'answers 422 to a fork: another root of the size that it has cosigned': async (log, witness) => {
    await add(witness, log, [0, 8]);
    const fork = new SuiteLog(log.origin.slice('suite.example/'.length), 'rewritten');
    expect((await add(witness, fork, [8, 8])).status).toBe(422);
    await expectStandsAt(8, log, witness);
  },
  'answers 422 to a proof that does not fit: a longer tree over other events': async (log, witness) => {
    await add(witness, log, [0, 8]);
    const fork = new SuiteLog(log.origin.slice('suite.example/'.length), 'rewritten');
    expect((await add(witness, fork, [8, 11])).status).toBe(422);
    const request = { oldSize: 8, proof: [...log.proof(8, 11), new Uint8Array(32)], checkpoint: log.checkpoint(11) };
    expect((await post(witness, formatAddCheckpoint(request))).status).toBe(422);
    await expectStandsAt(8, log, witness);
  },
  'answers 400 to what is no request': async (log, witness) => {
    const checkpoint = log.checkpoint(5);
    const hash = Buffer.alloc(32).toString('base64');
    const broken = ['', 'old 0\n', `new 0\n\n${checkpoint}`, `old -1\n\n${checkpoint}`];
    broken.push(`old 0\nno hash\n\n${checkpoint}`, `old 0\n${`${hash}\n`.repeat(64)}\n${checkpoint}`);
    for (const body of broken) expect([body, (await post(witness, body)).status]).toEqual([body, 400]);
    await expectStandsAt(0, log, witness);
  },
  'cosigns one of two that come at once, and answers the other 409': async (log, witness) => {
    const answers = await Promise.all([7, 8, 9, 10].map((size) => add(witness, log, [0, size])));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const won = answers.findIndex(({ status }) => status === 200);
    await expectStandsAt([7, 8, 9, 10][won] ?? 0, log, witness);
  },
};

/**
 * What the specification asks for as well, and litewitness 0.9 does not do: it cosigns an empty tree with any root and takes a proof
 * of what needs none, reads `old 00`, serves no checkpoints, and answers 500 to a body that is too large.
 */
export const STRICTER_CASES: Readonly<Record<string, Case>> = {
  'answers 422 to a proof of what needs none': async (log, witness) => {
    const request = { oldSize: 0, proof: [new Uint8Array(32)], checkpoint: log.checkpoint(5) };
    expect((await post(witness, formatAddCheckpoint(request))).status).toBe(422);
    await expectStandsAt(0, log, witness);
  },
  'answers 422 to an empty tree with another root than the hash of nothing': async (log, witness) => {
    const text = `${log.origin}\n0\n${Buffer.alloc(32, 7).toString('base64')}\n`;
    const request = { oldSize: 0, proof: [], checkpoint: signNote(text, [log.signer]) };
    expect((await post(witness, formatAddCheckpoint(request))).status).toBe(422);
  },
  'gives the newest checkpoint that it has cosigned, with both signatures': async (log, witness) => {
    const at = `${witness.url}/${sha256Hex(log.origin)}/checkpoint`;
    expect((await fetch(at)).status).toBe(404);
    await add(witness, log, [0, 5]);
    await add(witness, log, [5, 6]);
    const note = await (await fetch(at)).text();
    expect(parseCheckpoint(openNote(note, [log.signer.key]).text).size).toBe(6);
    expect(cosignaturesOf(note, [witness.key])).toHaveLength(1);
  },
  'takes no body of a gigabyte, and goes on': async (log, witness) => {
    await expect(statusOfAGigabyte(witness.url)).resolves.toMatch(/^(413|closed)$/);
    expectCosigned(log, 5, await add(witness, log, [0, 5]), witness);
  },
  'answers 400 to a size with a zero before it': async (log, witness) => {
    expect((await post(witness, `old 00\n\n${log.checkpoint(5)}`)).status).toBe(400);
    await expectStandsAt(0, log, witness);
  },
};

/** The logs that a witness has to know for the suite, one a case. */
export function suiteLogs(): readonly SuiteLog[] {
  return Object.keys({ ...WITNESS_CASES, ...STRICTER_CASES }).map((_, place) => new SuiteLog(`log-${place}`));
}

/** Announces a gigabyte and sends until it is stopped: a program that takes it in would take it all. */
function statusOfAGigabyte(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let sent = 0;
    const go = () => {
      while (sent < 1_000_000_000 && socket.writable) {
        sent += chunk.byteLength;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on('connect', () => {
      socket.write(`POST /add-checkpoint HTTP/1.1\r\nHost: witness\r\nContent-Length: 1000000000\r\n\r\n`);
      go();
    });
    socket.on('drain', go);
    socket.on('data', (data) => {
      said += data.toString();
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 'closed'));
  });
}
