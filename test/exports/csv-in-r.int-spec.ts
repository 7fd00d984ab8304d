import { onlyWith, program } from '@bali/event-store/testing';
import { exportInMemory, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('the export as CSV, in R', () => {
  const r = program('there is no R (Debian: r-base-core), so it opens no tables of CSV', 'Rscript', '--version');
  onlyWith(it, r)('is opened by R with as many rows and columns', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bali-csv-'));
    const files = await exportInMemory('csv', sampleStudy());
    for (const name of ['FollowUpAssessed', 'PatientScreened'])
      writeFileSync(join(folder, `${name}.csv`), files.get(`tables/${name}.csv`) ?? '');
    const script =
      'for (f in c("FollowUpAssessed", "PatientScreened")) cat(dim(read.csv(paste0(f, ".csv"), check.names = FALSE)), "")';
    const { stdout } = spawnSync('Rscript', ['-e', script], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const size = (name: string) => {
      const lines = files.get(`tables/${name}.csv`)?.toString().trimEnd().split('\r\n') ?? [];
      return [lines.length - 1, lines[0]?.split(',').length];
    };
    expect(stdout.trim().split(' ').map(Number)).toEqual([...size('FollowUpAssessed'), ...size('PatientScreened')]);
  });
});
