import type { InstallationKeys } from '@bali/event-store';
import { canonicalJson } from '@bali/ledger';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isOver, type Job } from './job.js';

/** The part of an installation's keys with which jobs are sealed. */
export type JobKeys = Pick<InstallationKeys, 'authenticate' | 'wasAuthentic'>;

interface Kept {
  readonly directory: string;
  /** What one of them is called. */
  readonly one: string;
  readonly keys: JobKeys;
}

/**
 * The job in the text of a file, if it was written by this installation: who asked for what, and the hash of the file that was
 * made, are under a seal. Whoever can write the disk would otherwise have a forged table sent as it was made.
 */
export function jobIn(text: string, id: string, { one, keys }: Pick<Kept, 'one' | 'keys'>): Job | undefined {
  try {
    const { seal, ...job } = JSON.parse(text) as Job & { readonly seal?: unknown };
    const fits = typeof seal === 'string' && keys.wasAuthentic(purposeOf(one), canonicalJson(job), seal);
    return fits && job.id === id ? job : undefined;
  } catch {
    return undefined; // It is no JSON, or no object.
  }
}

/** The SHA-256 of a file; `undefined` if it is not there. */
export async function hashOf(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Where jobs and their files lie: they survive a restart. */
export class JobFiles<Of extends Job> {
  readonly #directory: string;
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#directory = kept.directory;
    this.#kept = kept;
  }

  /**
   * What was being made when the process ended is not going on, and says so.
   * @param damaged is told of each file that holds no job, such as one that a power cut has emptied, or that somebody altered. It is renamed.
   */
  load(damaged: (path: string) => void): readonly Of[] {
    if (!existsSync(this.#directory)) return [];
    const names = readdirSync(this.#directory);
    for (const name of names.filter((other) => other.includes('.partial-'))) {
      rmSync(join(this.#directory, name), { recursive: true, force: true });
    }
    const jobs = names.filter((name) => name.endsWith('.json')).flatMap((name) => this.#read(name, damaged) ?? []);
    return jobs
      .map((job) => (isOver(job) ? job : this.#interrupted(job)))
      .toSorted((one, other) => (one.requestedAt < other.requestedAt ? -1 : 1));
  }

  save(job: Of): Of {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const path = join(this.#directory, `${job.id}.json`);
    const plain = JSON.parse(JSON.stringify(job)) as object; // What is undefined is not written.
    const seal = this.#kept.keys.authenticate(purposeOf(this.#kept.one), canonicalJson(plain));
    writeFileSync(`${path}.new`, JSON.stringify({ ...plain, seal }), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return job;
  }

  /** Where the file of a job is, or is to be. */
  zipOf({ id }: Job): string {
    return join(this.#directory, `${id}.zip`);
  }

  removeZip(job: Job): void {
    rmSync(this.zipOf(job), { force: true });
  }

  remove(job: Job): void {
    this.removeZip(job);
    rmSync(join(this.#directory, `${job.id}.json`), { force: true });
  }

  #read(name: string, damaged: (path: string) => void): Of | undefined {
    const path = join(this.#directory, name);
    const job = jobIn(readFileSync(path, 'utf8'), name.slice(0, -'.json'.length), this.#kept);
    if (job !== undefined) return job as Of;
    renameSync(path, `${path}.damaged`);
    damaged(`${path}.damaged`);
    return undefined;
  }

  #interrupted({ progress: _, ...job }: Of): Of {
    const failure = `The server ended while the ${this.#kept.one} was being made: ask for another.`;
    return { ...job, status: 'interrupted', failure } as Of;
  }
}

function purposeOf(one: string): string {
  return `job ${one} v1`;
}
