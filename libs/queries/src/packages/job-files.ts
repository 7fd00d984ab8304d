import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOver, type PackageJob } from './package-job.js';

/** Where jobs and their packages lie: they survive a restart. */
export class JobFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What was being made when the process ended is not going on, and says so. */
  load(): readonly PackageJob[] {
    if (!existsSync(this.#directory)) return [];
    const names = readdirSync(this.#directory);
    for (const name of names.filter((other) => other.includes('.partial-'))) {
      rmSync(join(this.#directory, name), { recursive: true, force: true });
    }
    const jobs = names.filter((name) => name.endsWith('.json')).map((name) => this.#read(name));
    return jobs
      .map((job) => (isOver(job) ? job : this.save(interrupted(job))))
      .toSorted((one, other) => (one.requestedAt < other.requestedAt ? -1 : 1));
  }

  save(job: PackageJob): PackageJob {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const path = join(this.#directory, `${job.id}.json`);
    writeFileSync(`${path}.new`, JSON.stringify(job), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return job;
  }

  /** Where the package of a job is, or is to be. */
  zipOf({ id }: PackageJob): string {
    return join(this.#directory, `${id}.zip`);
  }

  removeZip(job: PackageJob): void {
    rmSync(this.zipOf(job), { force: true });
  }

  remove(job: PackageJob): void {
    this.removeZip(job);
    rmSync(join(this.#directory, `${job.id}.json`), { force: true });
  }

  #read(name: string): PackageJob {
    return JSON.parse(readFileSync(join(this.#directory, name), 'utf8')) as PackageJob;
  }
}

function interrupted({ progress: _, ...job }: PackageJob): PackageJob {
  return {
    ...job,
    status: 'interrupted',
    failure: 'The server ended while the package was being made: ask for another.',
  };
}
