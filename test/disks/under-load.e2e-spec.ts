import { BODIES, bringPatient, openTrial, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { runBali } from '@bali-app/bali/testing';
import { describe, expect, it } from '@jest/globals';
import { dataDirectory } from '@bali/installation';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { type Answered, Served } from './served.js';

/** What is written over pages: it is no page of SQLite. */
const RUBBISH = Buffer.alloc(4096, 0xa5);
interface About {
  readonly patient: string;
  readonly token: string;
}

const AT_ONCE = 4;
const ROUNDS = 4;

/** Writes over all of a file but its first pages, in the middle of whatever is going on. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  for (let at = 8_192; at < statSync(path).size; at += RUBBISH.length) writeSync(file, RUBBISH, 0, RUBBISH.length, at);
  closeSync(file);
}

/**
 * A small file system of its own, which is filled for good, where somebody has mounted one:
 * `mount -t tmpfs -o size=40m tmpfs /mnt/small`, `BALI_TEST_SMALL_DISK=/mnt/small`. Default: each attempt to write fails, as it does there.
 */
const SMALL_DISK = process.env['BALI_TEST_SMALL_DISK'];
const fillerIn = (disk: string): string => join(disk, 'filler');

function fill(served: Served): void {
  if (SMALL_DISK === undefined) {
    served.fillDisk();
    return;
  }
  const file = openSync(fillerIn(SMALL_DISK), 'w');
  try {
    for (;;) writeSync(file, RUBBISH);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}

function makeRoom(served: Served): void {
  if (SMALL_DISK === undefined) served.makeRoom();
  else rmSync(fillerIn(SMALL_DISK));
}

async function begun() {
  const before = await startSiteApi(undefined, undefined, (path) =>
    dataDirectory(SMALL_DISK ? join(SMALL_DISK, randomUUID()) : path),
  );
  await openTrial(before);
  const patient = await bringPatient(before, 'screened');
  before.clock.set(new Date().toISOString());
  const token = await before.signIn(someoneIn('investigator'));
  await before.stop();
  return { before, patient, token };
}

/**
 * Writes and reads at once, round after round, with something that happens while requests of one of the rounds are on their way.
 * @returns each answer: to a command with its key, so that it can be sent again.
 */
async function load(served: Served, { patient, token }: About, event: () => void) {
  const commands: { readonly key: string; readonly answer: Answered }[] = [];
  const reads: Answered[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const work = Array.from({ length: AT_ONCE }, async (_, place) => {
      const key = randomUUID();
      const sent = served.post(`${served.site}/v1/patients`, token, BODIES.consent, key);
      const read = served.get(`${served.site}/v1/patients/${patient}`, token);
      if (round === 1 && place === AT_ONCE / 2) event();
      commands.push({ key, answer: await sent });
      reads.push(await read);
    });
    await Promise.all(work);
  }
  return { commands, reads };
}

const statusesOf = (answers: readonly Answered[]) => [...new Set(answers.map(({ status }) => status))].toSorted();

describe('[P11-10a] a disk, while requests are on their way', () => {
  it('that gets full loses nothing acknowledged, and what was refused is done once when it is sent again', async () => {
    const { before, ...about } = await begun();
    await using _directory = before;
    await using served = await Served.start(before.directory.path);
    const { commands, reads } = await load(served, about, () => fill(served));
    expect(statusesOf(commands.map(({ answer }) => answer))).toEqual([201, 503]);
    expect(statusesOf(reads)).toEqual([200]);
    makeRoom(served);
    const again = await Promise.all(
      commands.map(({ key }) => served.post(`${served.site}/v1/patients`, about.token, BODIES.consent, key)),
    );
    expect(statusesOf(again)).toEqual([201]);
    const acknowledged = commands.flatMap(({ answer }, place) =>
      answer.status === 201 ? [[answer, again[place]]] : [],
    );
    for (const [first, second] of acknowledged) expect(second?.body).toEqual(first?.body);
    // Each was done once: as many patients as commands.
    expect(new Set(again.map(({ body }) => body['patient'])).size).toBe(AT_ONCE * ROUNDS);
    await served.until(200, () => served.get(`${served.site}/health/ready`));
    expect(served.lines.filter(({ code }) => code === 'internal-error')).toEqual([]);
  });

  it('that damages pages of a ledger takes nothing away from what is answered, and bali check names the file', async () => {
    const { before, ...about } = await begun();
    await using _directory = before;
    await using served = await Served.start(before.directory.path);
    const first = await served.get(`${served.site}/v1/patients/${about.patient}`, about.token);
    const { commands, reads } = await load(served, about, () => damage(before.directory.ledgers.trial));
    const answers = [...commands.map(({ answer }) => answer), ...reads];
    expect([200, 201, 503]).toEqual(expect.arrayContaining(statusesOf(answers)));
    for (const read of reads.filter(({ status }) => status === 200)) expect(read.body).toEqual(first.body);
    expect(served.lines.filter(({ code }) => code === 'internal-error')).toEqual([]);
    const { exitCode, output } = await runBali(['check'], { BALI_DATA: before.directory.path });
    expect([exitCode, output]).toEqual([1, expect.stringContaining('trial.db')]);
  });
});
