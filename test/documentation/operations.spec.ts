import { clockMetrics, CONFIGURATION, LedgerWatch, SteadyClock, watchOpenings, watchTexts } from '@bali/installation';
import { Metrics } from '@bali/http';
import { misfitAlarm } from '@bali/identity';
import { watchLogs, watchStamping, watchWitnessing } from '@bali/log';
import { watchScrubbers } from '@bali/projections';
import { TextAlarm } from '@bali/queries';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBali } from '@bali-app/bali/testing';

const DIRECTORY = 'docs/operations';
const PAGES = readdirSync(DIRECTORY).map((name) => {
  const path = join(DIRECTORY, name);
  return { path, text: readFileSync(path, 'utf8') };
});
const ALL = PAGES.map(({ text }) => text).join('\n');

/** What stands as code in the pages: in fences and in line. */
const CODE = [...ALL.matchAll(/```sh\n([^]*?)```|`([^`\n]+)`/g)].map(([, fenced, inLine]) => fenced ?? inLine ?? '');

/** What operators set for the compose files, and what these hand on to others. */
const OF_COMPOSE = ['deploy/single-machine/compose.yaml', 'deploy/cluster/compose.yaml']
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

/** What a command says of itself; empty: there is none of that name. */
async function helpOf(words: readonly string[]): Promise<string> {
  const { exitCode, output } = await runBali([...words, '--help'], {});
  return exitCode === 0 ? output : '';
}

describe('the guide for operators', () => {
  it('names only commands and options that the command line has', async () => {
    const named = CODE.flatMap((code) => [...code.matchAll(/(?:\bbali|run --rm operator) ([a-z][^`\n#]*)/g)]);
    expect(named.length).toBeGreaterThan(15);
    for (const [, line = ''] of named) {
      const words = line.split(/ +/);
      const [command = '', below = ''] = words;
      const path =
        /^[a-z-]+$/.test(below) && ['keys', 'accounts', 'clock', 'ledgers'].includes(command)
          ? [command, below]
          : [command];
      const help = await helpOf(path);
      const options = words.filter((word) => word.startsWith('--')).filter((option) => !help.includes(option));
      expect([line, help.includes(`bali ${path.join(' ')}`), options]).toEqual([line, true, []]);
    }
  });

  it('names only metrics that are measured', () => {
    const metrics = new Metrics();
    watchLogs(metrics.registry, [], () => new Date(0));
    watchScrubbers(metrics.registry, []);
    watchWitnessing(metrics.registry, { last: undefined, isUp: true, witnesses: [] }, () => new Date(0));
    watchStamping(metrics.registry, { states: [] }, () => new Date(0));
    clockMetrics(metrics.registry, new SteadyClock({ wallMs: () => 0, monotonicMs: () => 0 }));
    const quiet = () => undefined;
    watchTexts(metrics.registry, new TextAlarm({ error: quiet }));
    watchOpenings(metrics.registry, { ofLastDay: () => Promise.resolve({ all: 0, mostByOne: 0 }) });
    const log = { info: quiet, warn: quiet, error: quiet };
    new LedgerWatch(metrics.registry, log);
    misfitAlarm(log, metrics.registry);
    const measured = metrics.registry.getMetricsAsArray().map(({ name }) => name);
    const named = [...ALL.matchAll(/`([a-z]+(?:_[a-z0-9]+)+)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    const withoutSuffix = (name: string) => (measured.includes(name) ? name : name.replace(/_(count|bucket|sum)$/, ''));
    expect(named.filter((name) => !measured.includes(withoutSuffix(name)))).toEqual([]);
  });

  it('names only variables that the configuration or the compose files have', () => {
    const named = [...ALL.matchAll(/\b((?:BALI|SITE_API|INSPECTION_API|EVENT_STORE)_[A-Z_]+)/g)].map(
      ([, name = '']) => name,
    );
    const known = CONFIGURATION.asMarkdown();
    const unknown = named.filter((name) => !known.includes(`| \`${name}\` |`) && !OF_COMPOSE.includes(`\${${name}`));
    expect(unknown).toEqual([]);
  });
});
