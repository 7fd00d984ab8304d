import { type TemporaryDirectory, temporaryDirectory, testInstallationKeys } from '@bali/event-store/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryRefused } from '../query-refused.js';
import { BackgroundJobs } from './background-jobs.js';
import type { Job } from './job.js';

const CLAIRE = { userId: 'claire', name: 'Claire', organisation: 'Reims', role: 'inspector', sites: [] } as const;
const ANNE = { ...CLAIRE, userId: 'anne' };
const ID = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';
const JOB: Job = { id: ID, requestedBy: 'claire', requestedAt: '2026-03-02T09:30:00.000Z', status: 'waiting' };

let place: TemporaryDirectory;
let logged: object[];

beforeEach(() => {
  place = temporaryDirectory();
  logged = [];
});
afterEach(() => place[Symbol.dispose]());

const opened = () =>
  new BackgroundJobs({
    ...{ directory: place.path, keys: testInstallationKeys(), kept: 5, words: { one: 'table', many: 'tables' } },
    log: { error: (details) => logged.push(details) },
  });

/** A file that was made, by a process that has ended since. */
async function made(): Promise<void> {
  const jobs = opened();
  const make = (out: string) => {
    writeFileSync(out, 'as it was made');
    return Promise.resolve({});
  };
  await jobs.request(
    { id: ID, person: CLAIRE },
    () => false,
    () => Promise.resolve({ job: JOB, make }),
  );
  await jobs.close();
}

describe('a file that was made for somebody', () => {
  it('is sent as it was made, to whoever asked for it, after a restart too', async () => {
    await made();
    const jobs = opened();
    expect(readFileSync((await jobs.fileOf(jobs.find(CLAIRE, ID)))!, 'utf8')).toBe('as it was made');
    expect(() => jobs.find(ANNE, ID)).toThrow(QueryRefused);
    expect(logged).toEqual([]);
  });

  it.each([
    ['altered', (zip: string) => writeFileSync(zip, 'as somebody made it')],
    ['gone', (zip: string) => rmSync(zip)],
  ])(
    '[P11-10a] is not sent once it is %s: the job has failed and says why, and the log names the file',
    async (_, harm) => {
      await made();
      const zip = join(place.path, `${ID}.zip`);
      harm(zip);
      const jobs = opened();
      expect(await jobs.fileOf(jobs.find(CLAIRE, ID))).toBeUndefined();
      expect(jobs.find(CLAIRE, ID)).toMatchObject({
        status: 'failed',
        failure: expect.stringContaining('ask for another'),
      });
      expect(logged).toEqual([{ file: zip }]);
    },
  );

  it('[P11-10a] is nobody else’s, and no other file, because its description was altered', async () => {
    await made();
    const description = join(place.path, `${ID}.json`);
    const text = readFileSync(description, 'utf8');
    for (const altered of [
      text.replace('claire', 'anne'),
      text.replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0000'),
      text.replace(/,"seal":"[0-9a-f]+"/, ''),
      'null',
      '',
    ]) {
      expect(altered).not.toBe(text);
      writeFileSync(description, altered);
      const jobs = opened();
      for (const person of [CLAIRE, ANNE]) expect(() => jobs.find(person, ID)).toThrow(QueryRefused);
      expect(readdirSync(place.path)).toContain(`${ID}.json.damaged`);
    }
    expect(logged).toHaveLength(5);
  });
});
