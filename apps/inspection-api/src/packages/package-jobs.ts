import { actorOf, packageExported, permits, type Person } from '@bali/access';
import type { Clock, DisclosureLog, ShownTo, Software } from '@bali/commands';
import { type PackageSource, wholeLedger, writePackage } from '@bali/inspection';
import { type Ledger, parseCheckpoint, parseNote } from '@bali/ledger';
import { OneAtATime } from '@bali/queue';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { JobFiles } from './job-files.js';
import { isOver, type PackageJob } from './package-job.js';

export interface PackageJobsOptions {
  readonly directory: string;
  /** How many that are over are kept. */
  readonly kept: number;
  /** What a package is made of now; undefined while no checkpoint was signed. */
  readonly sourceOf: (ledger: Ledger) => Promise<PackageSource | undefined>;
  readonly disclosures: Pick<DisclosureLog, 'record'>;
  readonly software: Software;
  readonly now: Clock;
  readonly log: { error(details: object, message: string): void };
}

/** A package that somebody asks for. */
export interface PackageRequest extends Omit<ShownTo, 'actor'> {
  /** The same for every attempt at the same intent. */
  readonly id: string;
  readonly ledger: Ledger;
  readonly reason: string;
  readonly person: Person;
}

const MOST_WAITING = 20;

/** There is no checkpoint of the ledger yet: nothing that a package could be held to. */
export class NoCheckpointYet extends Error {}
/** Too many packages are waiting to be made. */
export class TooManyPackages extends Error {}

/** Makes inspection packages one after another, in the background. Each belongs to who asked for it. */
export class PackageJobs {
  readonly #options: PackageJobsOptions;
  readonly #files: JobFiles;
  readonly #jobs = new Map<string, PackageJob>();
  readonly #sources = new Map<string, { readonly source: PackageSource; readonly person: Person }>();
  readonly #aborts = new Map<string, AbortController>();
  readonly #queue = new OneAtATime();
  #closed = false;

  constructor(options: PackageJobsOptions) {
    this.#options = options;
    this.#files = new JobFiles(options.directory);
    for (const job of this.#files.load()) this.#jobs.set(job.id, job);
  }

  /**
   * Begins to make a package, once that it is made is recorded in the access ledger.
   * @throws NoCheckpointYet, TooManyPackages, and what recording throws: then nothing is made.
   */
  async request(request: PackageRequest): Promise<PackageJob> {
    const known = this.#jobs.get(request.id);
    if (known !== undefined) return known;
    if ([...this.#jobs.values()].filter((job) => !isOver(job)).length >= MOST_WAITING) throw new TooManyPackages();
    const { id, ledger, reason, person, requestId, source: from } = request;
    const source = await this.#options.sourceOf(ledger);
    if (source === undefined) throw new NoCheckpointYet();
    const { size: treeSize, root } = parseCheckpoint(parseNote(source.checkpoint).text);
    const about = { ledger, treeSize, root: Buffer.from(root).toString('hex'), texts: textsFor(person) } as const;
    const shownTo = { actor: actorOf(person), requestId, source: from };
    await this.#options.disclosures.record(packageExported({ ...about, package: id }), shownTo);
    const requestedAt = this.#options.now().toISOString();
    const job: PackageJob = { id, reason, requestedBy: person.userId, requestedAt, ...about, status: 'waiting' };
    this.#sources.set(id, { source, person });
    this.#aborts.set(id, new AbortController());
    this.#keep(job);
    void this.#queue.run(() => this.#make(id));
    return job;
  }

  /** Those that a person asked for, the newest first. */
  of({ userId }: Person): readonly PackageJob[] {
    return [...this.#jobs.values()].filter((job) => job.requestedBy === userId).toReversed();
  }

  find({ userId }: Person, id: string): PackageJob | undefined {
    const job = this.#jobs.get(id);
    return job?.requestedBy === userId ? job : undefined;
  }

  /** Where the package is, once it is ready. */
  fileOf(job: PackageJob): string | undefined {
    return job.status === 'ready' ? this.#files.zipOf(job) : undefined;
  }

  /** Ends what is under way, or takes away what is there. */
  cancel(job: PackageJob): void {
    if (isOver(job)) {
      this.#jobs.delete(job.id);
      this.#files.remove(job);
      return;
    }
    this.#keep({ ...withoutProgress(job), status: 'cancelled' });
    this.#aborts.get(job.id)?.abort();
  }

  /** Resolves once nothing is waiting or being made. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  /** What is being made is given up, and says so after the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const abort of this.#aborts.values()) abort.abort();
    await this.#queue.idle();
  }

  async #make(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    const given = this.#sources.get(id);
    if (job === undefined || given === undefined || isOver(job) || this.#isClosed()) return;
    this.#keep({ ...job, status: 'making' });
    try {
      const made = await this.#write(job, given.source, given.person);
      if (this.#isStillWanted(id)) this.#keep({ ...job, status: 'ready', ...made });
      else this.#files.removeZip(job);
    } catch (error) {
      if (!this.#isStillWanted(id) || this.#isClosed()) return;
      this.#options.log.error({ err: error, package: id }, 'an inspection package was not made');
      const failure = error instanceof Error ? error.message : String(error);
      this.#keep({ ...job, status: 'failed', failure });
    } finally {
      this.#sources.delete(id);
      this.#aborts.delete(id);
      this.#takeAwayOldest();
    }
  }

  async #write(job: PackageJob, source: PackageSource, person: Person): Promise<{ bytes: number; sha256: string }> {
    const out = this.#files.zipOf(job);
    const { signal } = this.#aborts.get(job.id) ?? new AbortController();
    await writePackage(wholeLedger(job.texts), source, {
      out,
      madeAt: job.requestedAt,
      madeBy: actorOf(person),
      reason: job.reason,
      software: this.#options.software,
      signal,
      progress: (progress) => {
        const current = this.#jobs.get(job.id);
        if (current?.status === 'making') this.#jobs.set(job.id, { ...current, progress });
      },
    });
    const hash = createHash('sha256');
    await pipeline(createReadStream(out), hash);
    return { bytes: (await stat(out)).size, sha256: hash.digest('hex') };
  }

  #isStillWanted(id: string): boolean {
    return this.#jobs.get(id)?.status === 'making';
  }

  /** Asked anew each time: it changes while a package is made. */
  #isClosed(): boolean {
    return this.#closed;
  }

  #keep(job: PackageJob): void {
    this.#jobs.set(job.id, this.#files.save(job));
  }

  #takeAwayOldest(): void {
    const over = [...this.#jobs.values()].filter(isOver);
    for (const job of over.slice(0, Math.max(0, over.length - this.#options.kept))) {
      this.#jobs.delete(job.id);
      this.#files.remove(job);
    }
  }
}

/** A package for somebody who may not know what free texts say has none: a text can give away an arm. */
function textsFor({ role }: Person): PackageJob['texts'] {
  return permits(role, 'read-free-texts') ? 'included' : 'withheld';
}

function withoutProgress({ progress: _, ...job }: PackageJob): PackageJob {
  return job;
}
