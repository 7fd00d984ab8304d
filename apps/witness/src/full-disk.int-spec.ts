import { onlyWith } from '@bali/event-store/testing';
import { formatAddCheckpoint } from '@bali/witness';
import { describe, expect, it } from '@jest/globals';
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KilledWitness, knownLog, SMALL_VOLUMES, startWitness, SuiteLog } from '../testing/index.js';

/** Long, so that a few contradictions make the state larger than a block of the volume. */
const ORIGIN = 'hospital'.padEnd(180, 'x');
const LOG = new SuiteLog(ORIGIN);
const NAME = 'witness.example/small';
const VOLUME_BYTES = 128 * 1024;
const BLOCK_BYTES = 4096;

async function ask(url: string, log: SuiteLog, from: number, to: number) {
  const body = formatAddCheckpoint({ oldSize: from, proof: log.proof(from, to), checkpoint: log.checkpoint(to) });
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

/** Leaves a number of blocks on the volume, and no more. */
function fillBut(volume: string, blocks: number): void {
  const file = openSync(join(volume, 'filling'), 'w');
  try {
    for (let { bavail } = statfsSync(volume); bavail > blocks; { bavail } = statfsSync(volume))
      writeSync(file, Buffer.alloc(BLOCK_BYTES));
  } finally {
    closeSync(file);
  }
}

/** Where a witness stands that is started from what lies on the volume, as after a power cut. */
async function standsAt(volume: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'left-'));
  try {
    for (const file of ['key', 'key.mark', 'state'].map((end) => `${NAME.replace('/', '-')}.${end}`))
      cpSync(join(volume, file), join(folder, file));
    const logs = [knownLog(LOG.origin, LOG.signer.key)];
    const left = await startWitness({ folder, name: NAME, logs, isNew: false });
    try {
      return (await ask(left.url, LOG, 1_000, 1_001)).text.trim();
    } finally {
      await left.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

onlyWith(describe, SMALL_VOLUMES)('[P11-10a] a witness on a volume that is full', () => {
  it('signs nothing that it cannot keep, however little room there is, loses nothing, and goes on once there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'small-'));
    try {
      await using small = await KilledWitness.start({ folder, name: NAME }, LOG, true, VOLUME_BYTES);
      const { url, volume } = small;
      expect((await ask(url, LOG, 0, 5)).status).toBe(200);
      for (let fork = 0; fork < 8; fork += 1)
        expect((await ask(url, new SuiteLog(ORIGIN, `fork ${fork}`), 5, 5)).status).toBe(422);
      let size = 5;
      const statuses: number[] = [];
      for (let blocks = 0; blocks <= 4; blocks += 1) {
        fillBut(volume, blocks);
        const { status, text } = await ask(url, LOG, size, size + 1);
        statuses.push(status);
        expect([status, text.includes('nothing is signed')]).toEqual([status, status === 503]);
        // What was answered is there; what was not may be there as well, and nobody has a signature on it.
        const left = Number(await standsAt(volume));
        expect(left).toBeGreaterThanOrEqual(size);
        if (status === 200) size += 1;
        expect([status, left, status === 200 ? left === size : left - size <= 1]).toEqual([status, left, true]);
        rmSync(join(volume, 'filling'));
      }
      expect([statuses[0], statuses.at(-1)]).toEqual([503, 200]);
      expect(await ask(url, LOG, 1_000, 1_001)).toEqual({ status: 409, text: `${size}\n` });
      expect((await ask(url, LOG, size, size + 1)).status).toBe(200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
