import type { Person } from '@bali/access';
import { storageFailureOf } from '@bali/event-store';
import { OneAtATime } from '@bali/queue';
import { stat } from 'node:fs/promises';
import { QueryRefused } from '../query-refused.js';
import { hashOf, JobFiles, type JobKeys } from './job-files.js';
import { isOver, type Job } from './job.js';

export interface BackgroundJobsOptions {
  readonly directory: string;
  /** Seals what is written down of each job. */
  readonly keys: JobKeys;
  /** Number of files of one person that are kept when they are made, failed or cancelled. Of more, that person's oldest go. */
  readonly kept: number;
  readonly log: { error(details: object, message: string): void };
  /** What they are called, to people. */
  readonly words: { readonly one: string; readonly many: string };
}

/** How a job's file is made. */
export interface Making<Of extends Job> {
  /** The job before it waits: whatever recording it throws keeps it from being made. */
  readonly job: Of;
  /** Makes the file. @returns what else is known of it then. */
  make(
    out: string,
    circumstances: { readonly signal: AbortSignal; progress(progress: NonNullable<Job['progress']>): void },
  ): Promise<Partial<Of>>;
}

/** Number of files that wait or are made at once. One may take minutes: a longer queue would only hide that. */
const MOST_WAITING = 20;
/** Number of them that one person may have: the others have their turn behind three of a person, not behind twenty. */
const MOST_WAITING_OF_ONE = 3;
const RETRY_AFTER_SECONDS = 60;

/** Makes files one after another, in the background. Each belongs to the person who asked for it. */
export class BackgroundJobs<Of extends Job> {
  readonly #options: BackgroundJobsOptions;
  readonly #files: JobFiles<Of>;
  readonly #jobs = new Map<string, Of>();
  readonly #makings = new Map<string, Making<Of>>();
  readonly #aborts = new Map<string, AbortController>();
  /** What is recorded but not waiting yet, each with the user who asked: requests that come together are counted one by one. */
  readonly #beginning = new Map<string, string>();
  readonly #queue = new OneAtATime();
  #closed = false;

  constructor(options: BackgroundJobsOptions) {
    const { directory, keys, log, words } = options;
    this.#options = options;
    this.#files = new JobFiles({ directory, keys, one: words.one });
    const damaged = (file: string) =>
      log.error(
        { file },
        `this file describes no ${words.one} as it was written here: it is put aside, and whoever asked for the ${words.one} asks again`,
      );
    for (const job of this.#files.load(damaged)) this.#jobs.set(job.id, job);
  }

  /**
   * Begins to make what somebody asks for. A request that is repeated, with the same identifier, gets the same job.
   * @param isAnother whether the job of that identifier was asked for with another intent.
   * @param begin records that it is made, before anything is.
   * @throws QueryRefused, and what `begin` throws: then nothing is made.
   */
  async request(
    { id, person }: { readonly id: string; readonly person: Person },
    isAnother: (known: Of) => boolean,
    begin: () => Promise<Making<Of>>,
  ): Promise<Of> {
    const known = this.#jobs.get(id);
    if (known?.requestedBy === person.userId && isAnother(known)) throw new QueryRefused('idempotency-key-reused');
    if (known !== undefined) return known;
    this.#requirePlace(person);
    this.#beginning.set(id, person.userId);
    try {
      const making = await begin();
      const { job } = making;
      this.#jobs.set(id, this.#files.save(job));
      this.#makings.set(id, making);
      this.#aborts.set(id, new AbortController());
      void this.#queue.run(() => this.#make(id));
      return job;
    } finally {
      this.#beginning.delete(id);
    }
  }

  /** What a person asked for, the newest first. */
  of({ userId }: Person): readonly Of[] {
    return [...this.#jobs.values()].filter((job) => job.requestedBy === userId).toReversed();
  }

  /** What this person asked for. @throws QueryRefused `not-found` */
  find({ userId }: Person, id: string): Of {
    const job = this.#jobs.get(id);
    if (job?.requestedBy === userId) return job;
    throw new QueryRefused('not-found', { detail: `there is no ${this.#options.words.one} of this identifier` });
  }

  /**
   * Where the file of a job that is ready lies, once it was compared with what was made: a file that is altered is not sent.
   * @returns `undefined` if it is not as it was made. The job has failed then, and says so.
   */
  async fileOf(job: Of): Promise<string | undefined> {
    const path = this.#files.zipOf(job);
    if ((await hashOf(path)) === job.sha256) return path;
    const { log, words } = this.#options;
    log.error({ file: path }, `this file is not the ${words.one} that was made: it is not sent`);
    const failure = `The ${words.one} was altered or lost on the disk of the server after it was made: ask for another one.`;
    if (this.#jobs.has(job.id)) this.#keep({ ...job, status: 'failed', failure });
    return undefined;
  }

  /** Cancels what is being made, or takes away what is there. @throws QueryRefused `not-found` */
  cancel(person: Person, id: string): void {
    const job = this.find(person, id);
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

  /** @throws QueryRefused `too-many-at-once` or `not-available` when too many wait. */
  #requirePlace({ userId }: Person): void {
    const { many } = this.#options.words;
    const jobs = [...this.#jobs.values()].filter((job) => !isOver(job) && !this.#beginning.has(job.id));
    const waiting = [...jobs.map(({ requestedBy }) => requestedBy), ...this.#beginning.values()];
    const retryAfterSeconds = RETRY_AFTER_SECONDS;
    if (waiting.filter((user) => user === userId).length >= MOST_WAITING_OF_ONE) {
      const detail = `${MOST_WAITING_OF_ONE} of your ${many} are waiting or being made: cancel one, or wait until one is ready`;
      throw new QueryRefused('too-many-at-once', { detail, retryAfterSeconds });
    }
    if (waiting.length < MOST_WAITING) return;
    throw new QueryRefused('not-available', { detail: `too many ${many} are waiting to be made`, retryAfterSeconds });
  }

  async #make(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    const making = this.#makings.get(id);
    const { log, words } = this.#options;
    try {
      if (job === undefined || making === undefined || isOver(job) || this.#isClosed()) return;
      this.#keep({ ...job, status: 'making' });
      const made = await this.#write(job, making);
      if (this.#isStillWanted(id)) this.#keep({ ...job, status: 'ready', ...made });
      else this.#files.removeZip(job);
    } catch (error) {
      if (job === undefined || !this.#isStillWanted(id) || this.#isClosed()) return;
      log.error({ err: error, [words.one]: id }, `${words.one} was not made`);
      this.#keep({ ...job, status: 'failed', failure: failureTold(error, words.one) });
    } finally {
      this.#makings.delete(id);
      this.#aborts.delete(id);
      if (job !== undefined) this.#takeAwayOldestOf(job.requestedBy);
    }
  }

  async #write(job: Of, making: Making<Of>): Promise<Partial<Of>> {
    const out = this.#files.zipOf(job);
    const { signal } = this.#aborts.get(job.id) ?? new AbortController();
    const more = await making.make(out, {
      signal,
      progress: (progress) => {
        const current = this.#jobs.get(job.id);
        if (current?.status === 'making') this.#jobs.set(job.id, { ...current, progress });
      },
    });
    const { size: bytes } = await stat(out);
    return { bytes, sha256: await hashOf(out), ...more };
  }

  #isStillWanted(id: string): boolean {
    return this.#jobs.get(id)?.status === 'making';
  }

  /** Asked anew each time: it changes while a file is made. */
  #isClosed(): boolean {
    return this.#closed;
  }

  /** A job goes on also where the disk is full: after a restart, what could not be written down is said to be interrupted. */
  #keep(job: Of): void {
    this.#jobs.set(job.id, job);
    try {
      this.#files.save(job);
    } catch (error) {
      const { log, words } = this.#options;
      log.error({ err: error, [words.one]: job.id }, `what became of a job (${words.one}) could not be written down`);
    }
  }

  #takeAwayOldestOf(userId: string): void {
    const over = [...this.#jobs.values()].filter((job) => job.requestedBy === userId && isOver(job));
    for (const job of over.slice(0, Math.max(0, over.length - this.#options.kept))) {
      this.#jobs.delete(job.id);
      this.#files.remove(job);
    }
  }
}

/** What is said to the person who asked for it: of the server's disk no more than that it is at fault. */
function failureTold(error: unknown, one: string): string {
  if (storageFailureOf(error) !== undefined)
    return `The disk of the server is full, or fails: ask for another ${one} later.`;
  return error instanceof Error ? error.message : String(error);
}

function withoutProgress<Of extends Job>({ progress: _, ...job }: Of): Of {
  return job as Of;
}
