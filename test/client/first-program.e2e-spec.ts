import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { openTrial, PASSWORD, type SiteApiUnderTest, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const PACKAGE = 'libs/client';
const PAGE = readFileSync('docs/clients.md', 'utf8');

/** The first program of the page, as somebody copies it. */
const [, PROGRAM = ''] = /^```ts\n([^]*?)^```$/m.exec(PAGE) ?? [];

const investigator = someoneIn('investigator');

let api: SiteApiUnderTest;
let project: TemporaryDirectory;

beforeAll(async () => {
  project = projectOfSomebody();
  api = await startSiteApi();
  await openTrial(api);
  api.clock.set(new Date().toISOString());
  await api.tokenFor(investigator);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  project[Symbol.dispose]();
});

/** A directory with nothing but the program, and the package as it is published, with what it depends on. */
function projectOfSomebody(): TemporaryDirectory {
  if (!existsSync(join(PACKAGE, 'dist'))) throw new Error('build first: node tools/run.mjs client');
  const directory = temporaryDirectory();
  const installed = join(directory.path, 'node_modules');
  const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly files: readonly string[];
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const file of ['package.json', ...manifest.files]) {
    cpSync(join(PACKAGE, file), join(installed, manifest.name, file), { recursive: true });
  }
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(installed, name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(installed, name));
  }
  writeFileSync(join(directory.path, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(directory.path, 'first-program.ts'), PROGRAM);
  return directory;
}

async function run(password: string): Promise<{ readonly output: string; readonly errors: string }> {
  const env = { ...process.env, BALI_URL: api.url, BALI_USER: investigator.userId, BALI_PASSWORD: password };
  const child = spawn(process.execPath, ['first-program.ts'], { cwd: project.path, env });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { output, errors };
}

describe('the first program of docs/clients.md', () => {
  it('is the one that the compiler and the linter look at, and has at most 30 lines', () => {
    expect(PROGRAM).toBe(readFileSync('test/client/first-program.ts', 'utf8'));
    expect(PROGRAM.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });

  it('signs in, records, reads what it recorded, and gets it by the feed, with the package as it is published', async () => {
    expect(await run(PASSWORD)).toEqual({
      output:
        `${investigator.name} is signed in as investigator.\n` +
        'The consent of patient REI-001 is recorded.\n' +
        'Patient REI-001 of site REI is consented, revision 0.\n' +
        `${investigator.name} recorded ConsentGiven.\n`,
      errors: '',
    });
    const [consent] = (await api.records()).filter(({ type }) => type === 'ConsentGiven');
    expect(consent!.metadata.source.client).toBe('first-program/1');
    const types = (await api.accessRecords()).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['SignedIn', 'SignedOut']);
  });

  it('ends with the problem when it is not let in', async () => {
    const { output, errors } = await run('a wrong password');
    expect(output).toBe('');
    expect(errors).toContain('ProblemError: ');
    expect(errors).toContain("code: 'sign-in-refused'");
  });
});
