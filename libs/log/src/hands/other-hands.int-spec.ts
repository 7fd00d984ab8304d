import type { KeptCheckpoint } from '@bali/event-store';
import {
  cosign,
  formatCheckpoint,
  formatWitnessKey,
  type NoteSigner,
  noteSigner,
  parseNote,
  signNote,
  strictBase64url,
  utf8,
  withSignatures,
  witnessKey,
} from '@bali/ledger';
import { stampAuthority, stampIn, stampLine, stampRequest } from '@bali/time-stamps';
import { OpensslAuthority, serveAuthority } from '@bali/time-stamps/testing';
import { parsePolicy } from '@bali/witness';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPrivateKey, sign } from 'node:crypto';
import type { HandedLog } from './handed-log.js';
import { Stamping } from './stamping.js';
import { Witnessing } from './witnessing.js';

const ORIGIN = 'bali.example/NCT00904501/trial';
const MINUTE_MS = 60_000;

function privateKeyOf(byte: number) {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' });
}

const SIGNER: NoteSigner = noteSigner(ORIGIN, privateKeyOf(1));
const WITNESS = privateKeyOf(2);
const KEY = witnessKey('witness.example/w', strictBase64url(WITNESS.export({ format: 'jwk' }).x ?? '')!);
const TEXT = formatCheckpoint(ORIGIN, { size: 3, root: new Uint8Array(32) });
const NOTE = signNote(TEXT, [SIGNER]);

/** A log whose kept checkpoints are read only once a test says so, as on a slow disk. */
class SlowLog implements HandedLog {
  readonly origin = ORIGIN;
  readonly whatHappened: string[] = [];
  readonly #readable = Promise.withResolvers<undefined>();
  #kept: KeptCheckpoint[];

  constructor(...notes: readonly string[]) {
    this.#kept = notes.map((note) => ({ size: 3, note }));
  }

  get kept(): readonly KeptCheckpoint[] {
    return this.#kept;
  }

  letRead(): void {
    this.whatHappened.push('read');
    this.#readable.resolve(undefined);
  }

  readonly log = {
    info: () => undefined,
    error: (_: object, sentence: string) => void this.whatHappened.push(sentence),
  };

  readonly reader: HandedLog['reader'] = {
    size: 3,
    checkpoints: () => this.#pages(),
    latestCheckpoint: () => Promise.resolve(this.#kept.at(-1)),
    consistencyProof: () => [],
  };

  readonly signing: HandedLog['signing'] = {
    canSign: true,
    take: () => Promise.resolve(false),
    collect: async (collect) => {
      this.whatHappened.push('asked');
      const kept = this.#kept.at(-1);
      if (kept === undefined) return undefined;
      const note = withSignatures(kept.note, await collect(kept));
      this.#kept = [...this.#kept, { size: kept.size, note }];
      return { size: kept.size, note };
    },
  };

  async *#pages(): AsyncGenerator<readonly KeptCheckpoint[]> {
    await this.#readable.promise;
    yield this.#kept;
  }
}

/** Whatever can go on without the reader has gone on. */
async function everythingElse(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function witnessing(trial: SlowLog, now: Date): Witnessing {
  const policy = parsePolicy(`witness w ${formatWitnessKey(KEY)} http://127.0.0.1:1\nquorum w\n`);
  return new Witnessing({ trial, policy, now: () => now, log: trial.log });
}

const cosigned = (at: Date) =>
  withSignatures(
    NOTE,
    cosign(TEXT, Math.floor(at.getTime() / 1000), { key: KEY, sign: (bytes) => sign(null, bytes, WITNESS) }),
  );

describe('[EMA-66] witnesses, after a start', () => {
  const now = new Date('2026-03-02T10:00:00Z');

  it('are asked only once it is known what they have signed before, however slow the disk is', async () => {
    const trial = new SlowLog(cosigned(new Date(now.getTime() - MINUTE_MS)));
    const others = witnessing(trial, now);
    const asking = others.ask();
    await everythingElse();
    expect(trial.whatHappened).toEqual([]);
    trial.letRead();
    await asking;
    expect(trial.whatHappened).toEqual(['read']);
    expect(others.last).toMatchObject({ size: 3, by: ['w'] });
  });

  it('are missed by nobody where the policy asks for none', async () => {
    const trial = new SlowLog(NOTE);
    trial.letRead();
    const others = new Witnessing({ trial, policy: parsePolicy('quorum none\n'), now: () => now, log: trial.log });
    await others.ask();
    expect([others.isUp, trial.whatHappened]).toEqual([true, ['read']]);
  });

  it('are found among many checkpoints that others only seem to have signed', async () => {
    const forged = `${NOTE}— ${KEY.name} ${Buffer.concat([Buffer.from(KEY.id, 'hex'), Buffer.alloc(72, 1)]).toString('base64')}\n`;
    const trial = new SlowLog(
      ...Array.from({ length: 300 }, () => cosigned(now)),
      ...Array.from({ length: 50 }, () => forged),
    );
    trial.letRead();
    const others = witnessing(trial, now);
    await others.recall();
    expect(others.last).toMatchObject({ size: 3 });
  });
});

describe('[EMA-66] time stamps, after a start', () => {
  let made: OpensslAuthority;
  let served: Awaited<ReturnType<typeof serveAuthority>>;

  beforeAll(async () => {
    made = new OpensslAuthority();
    served = await serveAuthority(made);
  });
  afterAll(async () => {
    await served.close();
    made[Symbol.dispose]();
  });

  const authority = () => stampAuthority('tsa.example', made.rootPem);

  async function stamped(): Promise<string> {
    const nonce = new Uint8Array(16).fill(3);
    const text = utf8(parseNote(NOTE).text);
    const { token } = await stampIn(made.reply(stampRequest(text, nonce)), { text, nonce, authority: authority() });
    return withSignatures(NOTE, stampLine(authority(), token));
  }

  function stamping(trial: SlowLog, now: Date, minutes: readonly number[]): Stamping {
    const randomBytes = (length: number) => new Uint8Array(length).fill(7);
    const authorities = [{ ...authority(), url: served.url }];
    return new Stamping({
      trial,
      authorities,
      minutes,
      randomBytes,
      now: () => now,
      log: trial.log,
      timeoutMs: 60_000,
    });
  }

  it('are asked for only once it is known which there are, however slow the disk is', async () => {
    const trial = new SlowLog(await stamped());
    const asking = stamping(trial, new Date(), [0]).ask();
    await everythingElse();
    expect(trial.whatHappened).toEqual([]);
    trial.letRead();
    await asking;
    expect(trial.whatHappened).toEqual(['read']);
  });

  it('are not asked for again where the clock of the authority is behind ours', async () => {
    // By our clock the fixed hour has come; by that of the authority, which is this machine's, it comes within two minutes.
    const hour = new Date(Math.ceil(Date.now() / MINUTE_MS + 1) * MINUTE_MS);
    const now = new Date(hour.getTime() + 1_000);
    const minutes = [hour.getUTCHours() * 60 + hour.getUTCMinutes()];
    const trial = new SlowLog(NOTE);
    trial.letRead();
    const before = served.asked();
    await stamping(trial, now, minutes).ask();
    await stamping(trial, now, minutes).ask();
    expect([served.asked() - before, trial.kept.length]).toEqual([1, 2]);
  });

  it('are asked for at each of the fixed hours, also where these are close to each other', async () => {
    const at = new Date();
    const trial = new SlowLog(await stamped());
    trial.letRead();
    const everyTwentyMinutes = Array.from({ length: 72 }, (_, place) => place * 20);
    const before = served.asked();
    await stamping(trial, new Date(at.getTime() + 40 * MINUTE_MS), everyTwentyMinutes).ask();
    expect(served.asked() - before).toBe(1);
  });

  it('are not taken where the clock of the authority or ours is wrong', async () => {
    const trial = new SlowLog(NOTE);
    trial.letRead();
    const others = stamping(trial, new Date(Date.now() + 120 * MINUTE_MS), [0]);
    await others.ask();
    expect(others.states).toMatchObject([{ stampedAt: undefined, failures: 1, isFailing: true }]);
    expect(trial.kept.every(({ note }) => !note.includes('tsa.example'))).toBe(true);
    expect(others.isUp).toBe(false);
  });
});
