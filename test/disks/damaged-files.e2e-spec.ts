import { bringPatient, openTrial, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { describe, expect, it } from '@jest/globals';
import { existsSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Served } from './served.js';

/** What is written over pages: it is no page of SQLite. */
const RUBBISH = Buffer.alloc(4096, 0xa5);

/** Writes over all of a file but its first pages, as a disk that fails may do. */
function damage(path: string, from = 8_192): void {
  const file = openSync(path, 'r+');
  for (let at = from; at < statSync(path).size; at += RUBBISH.length) writeSync(file, RUBBISH, 0, RUBBISH.length, at);
}

describe('a file that is damaged', () => {
  it('and is computed is put aside at the start, named in the log, and made anew', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    const patient = await bringPatient(api, 'implanted');
    api.clock.set(new Date().toISOString());
    const token = await api.signIn(someoneIn('investigator'));
    await api.stop();
    const data = api.directory.path;
    await (await Served.start(data))[Symbol.asyncDispose]();
    const computed = readdirSync(data).filter((name) => /^(inspection-|sealed-)?(projections|log-.*)\.db$/.test(name));
    expect(computed).toHaveLength(9);
    for (const name of computed) damage(join(data, name));
    await using served = await Served.start(data);
    expect((await served.get(`${served.site}/v1/patients/${patient}`, token)).status).toBe(200);
    await served.until(200, () => served.get(`${served.inspection}/health/ready`));
    const named = served.lines.flatMap(({ level, file }) =>
      level === 'error' ? [String(file).slice(data.length + 1)] : [],
    );
    expect(named.toSorted()).toEqual(computed.toSorted());
    for (const name of computed) expect(existsSync(join(data, `${name}.aside-1`))).toBe(true);
  });
});
