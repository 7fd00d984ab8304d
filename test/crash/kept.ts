import { type DataDirectory, openLedgerToRead } from '@bali/installation';
import { type Ledger, LEDGERS, MerkleTree, parseCheckpoint, parseNote, recordOf, toHex } from '@bali/ledger';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A ledger as it is on the disk. */
export interface KeptLedger {
  readonly leaves: readonly string[];
  readonly ids: readonly string[];
  /** The requests that its events came of. */
  readonly requests: readonly string[];
  /** Why it is not served. Absent: it is. */
  readonly held?: Error;
}

export async function ledgerOf(directory: DataDirectory, ledger: Ledger = 'trial'): Promise<KeptLedger> {
  const store = await openLedgerToRead(directory, ledger);
  const leaves: string[] = [];
  for await (const page of store.read()) leaves.push(...page.map(({ leaf }) => Buffer.from(leaf).toString('utf8')));
  const { held } = store;
  await store.close();
  const records = leaves.map((leaf) => recordOf(Buffer.from(leaf)));
  return {
    leaves,
    ids: records.map(({ id }) => id),
    requests: records.map(({ metadata }) => metadata.correlationId),
    ...(held !== undefined && { held }),
  };
}

/** The requests that were answered with "recorded", by their ids: the log's line is written once the answer has gone. */
export function acknowledged({ path }: DataDirectory): readonly string[] {
  const log = join(path, 'demo.log');
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => answerIn(line) ?? [])
    .filter(({ status, method }) => status === 201 && method === 'POST')
    .map(({ requestId }) => String(requestId));
}

interface LoggedAnswer {
  readonly status?: number;
  readonly method?: string;
  readonly requestId?: string;
}

/** What a line of the log says of an answer. A line that a kill has cut says nothing. */
function answerIn(line: string): LoggedAnswer | undefined {
  try {
    return JSON.parse(line) as LoggedAnswer;
  } catch {
    return undefined;
  }
}

/** Compares what the ledgers hold with what they held when they were last looked at. */
export class Kept {
  readonly #directory: DataDirectory;
  readonly #before = new Map<Ledger, readonly string[]>();
  /** Number of answers that were looked for when the ledgers were last looked at. */
  acknowledged = 0;

  constructor(directory: DataDirectory) {
    this.#directory = directory;
  }

  /** Everything that is wrong: an event that is gone, altered or there twice; an answer without an event; a signed tree that is none. */
  async faults(): Promise<readonly string[]> {
    const recorded = new Set<string>();
    const faults: string[] = [];
    for (const name of LEDGERS) {
      const ledger = await ledgerOf(this.#directory, name);
      for (const request of ledger.requests) recorded.add(request);
      faults.push(...this.#faultsOf(name, ledger));
    }
    const answered = acknowledged(this.#directory);
    this.acknowledged = answered.length;
    const lost = answered.filter((request) => !recorded.has(request));
    return [
      ...faults,
      ...lost.map((request) => `request ${request} was answered with "recorded", and no event is of it`),
    ];
  }

  /** Of a copy of a ledger that was made meanwhile: what is not as it is here. */
  async faultsOfCopy(name: Ledger, copy: KeptLedger): Promise<readonly string[]> {
    const { leaves } = await ledgerOf(this.#directory, name);
    const isBeginning = copy.leaves.every((leaf, place) => leaf === leaves[place]);
    return isBeginning ? [] : [`a back-up of the ${name} ledger is not its beginning`];
  }

  #faultsOf(name: Ledger, { leaves, ids, held }: KeptLedger): readonly string[] {
    const hashes = leaves.map((leaf) => createHash('sha256').update(leaf).digest('hex'));
    const before = this.#before.get(name) ?? [];
    this.#before.set(name, hashes);
    return [
      ...(held === undefined ? [] : [`the ${name} ledger is held: ${held.message}`]),
      ...(before.every((hash, place) => hash === hashes[place])
        ? []
        : [`an event of the ${name} ledger is gone or altered`]),
      ...(new Set(ids).size === ids.length ? [] : [`an event of the ${name} ledger is there twice`]),
      ...this.#faultsOfSigned(name, leaves),
    ];
  }

  /** The last tree that was signed is the beginning of the tree that is there. */
  #faultsOfSigned(name: Ledger, leaves: readonly string[]): readonly string[] {
    const note = join(this.#directory.keys, `signing-${name}.last-signed.txt`);
    if (!existsSync(note)) return [];
    const { size, root } = parseCheckpoint(parseNote(readFileSync(note, 'utf8')).text);
    if (size > leaves.length)
      return [`${size} events of the ${name} ledger were signed, and ${leaves.length} are there`];
    const tree = new MerkleTree();
    for (const leaf of leaves.slice(0, size)) tree.append(Buffer.from(leaf));
    return toHex(tree.root()) === toHex(root)
      ? []
      : [`the signed tree of ${size} events of the ${name} ledger is another`];
  }
}
