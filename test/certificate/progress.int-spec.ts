import { temporaryDirectory } from '@bali/event-store/testing';
import { describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Progress } from './progress.js';

const OF = { commit: 'c0ffee', seed: 1 };

/** Does three parts, of which the last fails in the first run. @returns the parts that were done, and not taken from the file */
async function run(file: string, { of = OF, failing = '' } = {}) {
  const progress = Progress.open(file, of);
  const done: string[] = [];
  const found: unknown[] = [];
  for (const part of ['one', 'two', 'three'])
    found.push(
      await progress.once(part, () => {
        if (part === failing) return Promise.reject(new Error('ended'));
        done.push(part);
        return Promise.resolve({ part, missing: undefined, length: part.length });
      }),
    );
  return { done, found, runs: progress.runs, load: progress.loadOf('t') };
}

describe('the progress of long work', () => {
  it('is gone on with where it was ended, and is the same as of work in one run', async () => {
    using directory = temporaryDirectory();
    const [file, other] = [join(directory.path, 'one.jsonl'), join(directory.path, 'other.jsonl')];
    await expect(run(file, { failing: 'three' })).rejects.toThrow('ended');
    const again = await run(file);
    const whole = await run(other);
    expect(again.done).toEqual(['three']);
    expect(whole.done).toEqual(['one', 'two', 'three']);
    expect(again.found).toEqual(whole.found);
    expect([again.runs, whole.runs]).toEqual([2, 1]);
    expect(again.load.most).toBeGreaterThanOrEqual(again.load.least);
    expect((await run(file)).done).toEqual([]);
  });

  it('does again what was written in half', async () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'progress.jsonl');
    await run(file);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9));
    expect((await run(file)).done).toEqual(['three']);
    appendFileSync(file, '{"part":"fo');
    expect(await run(file)).toMatchObject({ done: [], runs: 2 });
  });

  it('takes nothing of another commit or another seed', async () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'progress.jsonl');
    await run(file);
    expect((await run(file, { of: { ...OF, seed: 2 } })).done).toHaveLength(3);
    expect((await run(file)).done).toHaveLength(3);
  });
});
