import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOver, type Job } from './job.js';

/** Where jobs and their files lie: they survive a restart. */
export class JobFiles<Of extends Job> {
  readonly #directory: string;
  /** What one of them is called. */
  readonly #one: string;

  constructor(directory: string, one: string) {
    this.#directory = directory;
    this.#one = one;
  }

  /**
   * What was being made when the process ended is not going on, and says so.
   * @param damaged is told of each file that holds no job, such as one that a power cut has emptied. It is renamed.
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
    writeFileSync(`${path}.new`, JSON.stringify(job), { mode: 0o600 });
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
    try {
      const job = JSON.parse(readFileSync(path, 'utf8')) as Partial<Of> | null;
      if (job?.id === name.slice(0, -'.json'.length)) return job as Of;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    renameSync(path, `${path}.damaged`);
    damaged(`${path}.damaged`);
    return undefined;
  }

  #interrupted({ progress: _, ...job }: Of): Of {
    const failure = `The server ended while the ${this.#one} was being made: ask for another.`;
    return { ...job, status: 'interrupted', failure } as Of;
  }
}
