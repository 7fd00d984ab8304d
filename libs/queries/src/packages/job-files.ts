import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOver, type PackageJob } from './package-job.js';

/** Where jobs and their packages lie: they survive a restart. */
export class JobFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * What was being made when the process ended is not going on, and says so.
   * @param damaged is told of each file that holds no job, such as one that a power cut has emptied. It is renamed.
   */
  load(damaged: (path: string) => void): readonly PackageJob[] {
    if (!existsSync(this.#directory)) return [];
    const names = readdirSync(this.#directory);
    for (const name of names.filter((other) => other.includes('.partial-'))) {
      rmSync(join(this.#directory, name), { recursive: true, force: true });
    }
    const jobs = names.filter((name) => name.endsWith('.json')).flatMap((name) => this.#read(name, damaged) ?? []);
    return jobs
      .map((job) => (isOver(job) ? job : interrupted(job)))
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

  #read(name: string, damaged: (path: string) => void): PackageJob | undefined {
    const path = join(this.#directory, name);
    try {
      const job = JSON.parse(readFileSync(path, 'utf8')) as Partial<PackageJob> | null;
      if (job?.id === name.slice(0, -'.json'.length)) return job as PackageJob;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    renameSync(path, `${path}.damaged`);
    damaged(`${path}.damaged`);
    return undefined;
  }
}

function interrupted({ progress: _, ...job }: PackageJob): PackageJob {
  return {
    ...job,
    status: 'interrupted',
    failure: 'The server ended while the package was being made: ask for another.',
  };
}
