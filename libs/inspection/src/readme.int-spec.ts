import { describe, expect, it } from '@jest/globals';
import { SampleLedger, type SamplePackage, samplePackage } from '@bali/inspection/testing';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from './index.js';

/** What stands in README.html to be copied. */
function commandIn({ path }: SamplePackage, id: string): string {
  const html = readFileSync(join(path, FILES.readme), 'utf8');
  const [, text = ''] = new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(html) ?? [];
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
  return text.replaceAll(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => named[name] ?? '');
}

/** Fails, and does not skip, where the program is not there: what the document says must have been tried. */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
): { readonly status: number | null; readonly output: string } {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${program} is needed to try what README.html says: ${error.message}`);
  return { status, output: stdout + stderr };
}

describe('README.html of a package', () => {
  it('[P11-10b] tells how to verify the signature with OpenSSL alone, and it works', async () => {
    using made = await samplePackage(new SampleLedger(300).source());
    const shell = () => run('sh', ['-e', '-c', commandIn(made, 'with-openssl')], made.path);
    expect(shell()).toMatchObject({ status: 0, output: expect.stringContaining('Signature Verified Successfully') });
    const checkpoint = join(made.path, FILES.checkpoint);
    writeFileSync(checkpoint, readFileSync(checkpoint, 'utf8').replace('\n300\n', '\n299\n'));
    expect(shell().status).not.toBe(0);
  });

  it('[P11-10b] tells how to verify the events with Python alone, and it works', async () => {
    using made = await samplePackage(new SampleLedger(300).source());
    const python = () => run('python3', ['-c', commandIn(made, 'with-python')], made.path);
    expect(python()).toEqual({ status: 0, output: '300 events, root as in the checkpoint\n' });
    const events = join(made.path, FILES.events);
    writeFileSync(events, readFileSync(events, 'utf8').replace('Claire Martin', 'Claire Marten'));
    expect(python()).toEqual({ status: 1, output: '300 events, NOT the events of the checkpoint\n' });
  });

  it('[P11-10b] sends nobody who verifies with our program into the folder of the package', async () => {
    using made = await samplePackage(new SampleLedger(30).source());
    expect(commandIn(made, 'with-bali')).toMatch(/^npm run bali -- verify PACKAGE --key 'bali\.localhost/);
    expect(readFileSync(join(made.path, FILES.readme), 'utf8')).not.toMatch(/verify \./);
  });

  it('says who made it and why, and shows what people wrote as they wrote it, whatever it was', async () => {
    using made = await samplePackage(new SampleLedger(300).source());
    const readme = readFileSync(join(made.path, FILES.readme), 'utf8');
    expect(readme).toContain('Iris Weber (inspector; inspector, Agency of &lt;Medicines&gt;)');
    expect(readme).toContain('routine inspection &amp; archive');
    const html = readFileSync(join(made.path, FILES.auditHtml), 'utf8');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('the mark \\u202e turns');
    const csv = readFileSync(join(made.path, FILES.auditCsv), 'utf8');
    expect(csv).toContain('“=HYPERLINK(""http://example.org""); ""quoted""”');
  });

  it('withholds what free texts say from those who may not know', async () => {
    using made = await samplePackage(new SampleLedger(300).source(), { texts: 'withheld' });
    expect(readFileSync(join(made.path, FILES.texts), 'utf8')).toBe('');
    for (const file of [FILES.auditCsv, FILES.auditHtml]) {
      expect(readFileSync(join(made.path, file), 'utf8')).not.toContain('transcription error');
    }
    // 43 reasons, and 60 terms of adverse events: `withheld-texts.int-spec.ts` counts their places in the events.
    expect(made.manifest.freeTexts).toEqual({ kept: 'withheld', references: 103, included: 0 });
  });
});
