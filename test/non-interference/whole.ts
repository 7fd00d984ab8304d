import { actorOf } from '@bali/access';
import { type PackageSource, wholeLedger, writePackage } from '@bali/inspection';
import { dataDirectory, LEDGER_STORES, type LedgerStores, openLedgerToRead } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someone } from './people.js';
import type { Transcript } from './transcript.js';
import { type Api, APIS, SOFTWARE, type World } from './world.js';

/** The ledgers that the blinded get whole. */
const OPEN_LEDGERS = ['trial', 'access'] as const;
type OpenLedger = (typeof OPEN_LEDGERS)[number];

/** What those get who are given the whole trial or access ledger, and those who operate the software. */
export async function keepWhole(world: World, transcript: Transcript): Promise<void> {
  for (const name of OPEN_LEDGERS) {
    await keepLedger(world, transcript, name);
    await keepPackage(world, transcript, name);
  }
  for (const api of APIS) transcript.bytes(`the log of ${api}`, Buffer.from(logOf(world, api), 'utf8'));
}

/** What an API has logged so far, without durations and the path of the world's directory. */
export function logOf({ logs, path }: World, api: Api): string {
  return logs[api]
    .text()
    .replaceAll(/"milliseconds":[0-9.]+/g, '')
    .replaceAll(path, '');
}

async function keepLedger(world: World, transcript: Transcript, name: OpenLedger): Promise<void> {
  const ledger = await openLedgerToRead(dataDirectory(world.path), name);
  for await (const page of ledger.read()) {
    for (const { leaf, position } of page) transcript.bytes(`leaf ${position} of ${name}`, Buffer.from(leaf));
  }
  const texts = [];
  for await (const page of ledger.allTexts())
    texts.push(...[...page.authentic.values()].map((text) => JSON.stringify(text)));
  transcript.bytes(`the free texts of ${name}`, Buffer.from(texts.toSorted().join('\n')));
  await ledger.close();
}

/** Every file of the inspection package that `bali export` makes, with the free texts, and the progress that it shows. */
async function keepPackage(world: World, transcript: Transcript, name: OpenLedger): Promise<void> {
  await world.signed();
  const out = join(world.path, `package-of-${name}`);
  await writePackage(wholeLedger('included'), await sourceOf(world, name), {
    ...{ out, madeAt: world.now, reason: 'comparing', software: SOFTWARE },
    madeBy: actorOf(someone('administrator')),
    progress: (progress) =>
      transcript.bytes(`progress of the package of ${name}`, Buffer.from(JSON.stringify(progress))),
  });
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.toSorted()) {
    transcript.bytes(`${path.slice(out.length + 1)} of the package of ${name}`, await readFile(path));
  }
}

async function sourceOf(world: World, name: OpenLedger): Promise<PackageSource> {
  const stores = world.inspection.app.get<LedgerStores>(LEDGER_STORES);
  const logs = world.inspectionLogs;
  const latest = await logs[name].reader.latestCheckpoint();
  if (latest === undefined) throw new Error(`nothing was signed of ${name}`);
  const notes: string[] = [];
  for await (const page of logs[name].reader.checkpoints()) notes.push(...page.map(({ note }) => note));
  return {
    ...{ trialId: TRIAL.id, store: stores[name], checkpoint: latest.note, keys: logs[name].signing.verifiers },
    earlier: notes.filter((note) => note !== latest.note),
  };
}
