import { openTrial, type SiteApiUnderTest, bringPatients, BODIES, startSiteApi } from '@bali-app/site-api/testing';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { generatedFile } from '@bali/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { WHILE_RUNNING } from '../disks/while-running.js';
import { HARMS } from './harms.js';
import { play, type Played } from './played-rows.js';

const PAGE = join('docs', 'reference', 'noticed.md');
/** What is computed may be lost: it is made anew, and nobody has to know. */
const HARMLESS = new Set(['`projections.db` is deleted']);

const prepared: SiteApiUnderTest[] = [];
const played: Played[] = [];
let temporary: TemporaryDirectory;

/** Two trials that have begun, have signed checkpoints, and have stopped. */
beforeAll(async () => {
  temporary = temporaryDirectory();
  for (const seed of ['seed', 'another seed']) {
    const api = await startSiteApi(undefined, seed);
    await openTrial(api);
    const [patient = ''] = await bringPatients(api, ['implanted', 'screened']);
    api.clock.set('2011-03-04T10:00:00.000Z');
    await api.record(`/v1/patients/${patient}/adverse-events`, { ...BODIES.adverseEvent, narrative: 'as he told it' });
    await api.api.rhythm.tick();
    await api.stop();
    prepared.push(api);
  }
});

afterAll(async () => {
  for (const api of prepared) await api[Symbol.asyncDispose]();
  temporary[Symbol.dispose]();
});

describe('what is altered or lost while the server is stopped', () => {
  it.each(HARMS)('[P11-10a] is noticed: $what', async (harm) => {
    const [one, other] = prepared;
    const row = await play(harm, one!.directory, other!.directory, join(temporary.path, `copy-${played.length}`));
    played.push(row);
    expect([row, row.where !== '']).toEqual([row, !HARMLESS.has(harm.what)]);
  });

  it('is on the page for operators', () => {
    const made = page([...played, ...WHILE_RUNNING]);
    expect(generatedFile(PAGE, made)).toBe(made);
  });
});

function page(rows: readonly Played[]): string {
  const cells = rows.map(
    ({ what, when, where, worked }) => `| ${[what, when, where || 'nowhere', worked].join(' | ')} |`,
  );
  return `# What was altered or lost, and who notices

Made by \`npm run update\` from what a test has seen: it harms a copy of an installation while its server is stopped, runs
\`bali check\`, starts the site API, and tries what people do. \`libs/projections\` shows the same of \`sealed-projections.db\`, whose
comparison takes a fixed time. The last rows are of a server that runs, and are shown by \`test/disks\`. Of a cluster, see
[who can write a cluster](../security/security-model.md#who-can-write-the-disk).

| what was done | noticed when | where, and by whom | what still worked |
| --- | --- | --- | --- |
${cells.join('\n')}
`;
}
