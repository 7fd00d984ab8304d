import type { DemoReport } from '@bali-app/demo';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBali } from './run-bali.js';

/** Each run of the tests has a directory of its own for temporary files, so no demo of another run is found here. */
const PLAYED = join(tmpdir(), 'played-demo');

/**
 * Fills a data directory with a demo of three patients. The first suite that needs it has it played; each suite works on a copy.
 * @returns what the demo printed when it was played.
 */
export async function playedDemo(data: string): Promise<DemoReport> {
  if (!existsSync(PLAYED)) await play();
  cpSync(join(PLAYED, 'data'), data, { recursive: true });
  return JSON.parse(readFileSync(join(PLAYED, 'report.json'), 'utf8')) as DemoReport;
}

async function play(): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'demo-'));
  const demo = ['demo', '--no-daily', '--data', join(place, 'data'), '--patients', '3', '--exit', '--json'];
  const { exitCode, output, errors } = await runBali(demo, {});
  if (exitCode !== 0) throw new Error(`the demo failed: ${errors}`);
  writeFileSync(join(place, 'report.json'), output);
  try {
    renameSync(place, PLAYED);
  } catch (error) {
    // Another suite was quicker, and what it made is the same.
    rmSync(place, { recursive: true });
    if (!existsSync(PLAYED)) throw error;
  }
}
