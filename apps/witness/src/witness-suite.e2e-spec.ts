import { onlyWith } from '@bali/event-store/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  knownLog,
  LITEWITNESS_OF_DEBIAN,
  startLitewitness,
  startWitness,
  STRICTER_CASES,
  suiteLogs,
  WITNESS_CASES,
  type WitnessToTry,
} from '../testing/index.js';

const LOGS = suiteLogs();
const EVERY = Object.entries({ ...WITNESS_CASES, ...STRICTER_CASES }).map(
  ([name, run], place) => [name, run, LOGS[place]!] as const,
);
const COMMON = EVERY.slice(0, Object.keys(WITNESS_CASES).length);

function suite(
  cases: typeof EVERY,
  start: (folder: string) => Promise<WitnessToTry & { readonly close: () => Promise<void> }>,
): void {
  let folder: string;
  let started: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'witness-'));
    started = await start(folder);
  });
  afterAll(async () => {
    await started.close();
    rmSync(folder, { recursive: true });
  });
  it.each(cases)('%s', async (_, run, log) => {
    await expect(run(log, started)).resolves.toBeUndefined();
  });
}

describe('[EMA-66] a witness of ours', () => {
  const logs = LOGS.map(({ origin, signer }) => knownLog(origin, signer.key));
  suite(EVERY, (folder) => startWitness({ folder, name: 'witness.example/ours', logs }));
});

onlyWith(describe, LITEWITNESS_OF_DEBIAN)('[EMA-66] a witness that others wrote: Debian’s litewitness', () => {
  suite(COMMON, (folder) => startLitewitness(folder, 'witness.example/lite', LOGS));
});
