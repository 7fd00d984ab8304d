import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAppending } from './append-with-tree.js';
import { benchCommands, benchCommandsInCluster } from './commands.js';
import type { Comparison } from './measure.js';
import { benchExporting } from './exporting.js';
import { benchInspection } from './inspection.js';
import { benchLists } from './lists.js';
import { benchOpening } from './opening.js';
import { benchPages } from './pages.js';
import { benchRebuild, type Rebuilt } from './rebuild.js';
import { benchScrubbing } from './scrubbing.js';

const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '10000' },
    appends: { type: 'string', default: '64000' },
    events: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Beside the build, not in the directory for temporary files, which may lie in memory where nothing is durable. */
const directory = await mkdtemp(join('dist', 'bench-'));
try {
  const rows: (Comparison | Rebuilt)[] = [];
  if (isWanted('appending')) rows.push(await benchAppending(directory, Number(values.appends)));
  if (isWanted('commands')) rows.push(await benchCommands(directory, Number(values.commands)));
  if (isWanted('opening')) rows.push(await benchOpening(directory, Number(values.events)));
  if (isWanted('rebuild')) rows.push(await benchRebuild(directory, Number(values.events)));
  if (isWanted('inspection')) rows.push(...(await benchInspection(directory, Number(values.events))));
  if (isWanted('lists')) rows.push(...(await benchLists(directory, Number(values.events))));
  // Nothing is asked of it but that a slice is short: it is printed as it is.
  if (values.only === 'scrubbing')
    console.log(JSON.stringify(await benchScrubbing(directory, Number(values.events)), null, 2));
  if (values.only === 'exporting')
    console.log(JSON.stringify(await benchExporting(directory, Number(values.events)), null, 2));
  if (values.only === 'pages') console.log(JSON.stringify(await benchPages(directory, Number(values.events)), null, 2));
  const cluster = process.env['BALI_TEST_ESDB'] ?? '';
  if (isWanted('commands') && cluster !== '')
    rows.push(await benchCommandsInCluster(directory, Number(values.commands), cluster));
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else for (const row of rows) console.log(lineOf(row));
} finally {
  await rm(directory, { recursive: true });
}

function isWanted(part: 'appending' | 'opening' | 'commands' | 'rebuild' | 'inspection' | 'lists'): boolean {
  return values.only === undefined || values.only === part;
}

function lineOf({ what, against, ours, baseline, ratio, atLeast, ...more }: Comparison | Rebuilt): string {
  const perSecond = (value: number): string => Math.round(value).toLocaleString('en');
  const memory = 'peakMebibytes' in more ? `; at most ${more.peakMebibytes} MiB of memory` : '';
  return [
    `${what}: ${ratio.toFixed(2)} × (at least ${atLeast.toFixed(atLeast < 1 ? 2 : 1)} ×)`,
    `  ours ${perSecond(ours.perSecond)}/s; ${against}: ${perSecond(baseline.perSecond)}/s${memory}`,
  ].join('\n');
}
