import { actorOf, mayKnowText, packageExported, permits, type Person } from '@bali/access';
import type { Clock, DisclosureLog, Software } from '@bali/commands';
import { storageFailureOf } from '@bali/event-store';
import { type MayKnowText, type PackageSource, wholeLedger, writePackage } from '@bali/inspection';
import { type Ledger, parseCheckpoint, parseNote } from '@bali/ledger';
import { OneAtATime } from '@bali/queue';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Asker, shownTo } from '../asker.js';
import { requireReadable, requireWholeLedger } from '../ledgers/ledger-rights.js';
import { QueryRefused } from '../query-refused.js';
import type { KnownOfTexts } from '../texts/known-of-texts.js';
import type { TextAlarm } from '../texts/text-alarm.js';
import { JobFiles } from './job-files.js';
import { isOver, type PackageJob } from './package-job.js';
import type { CurrentSource, PackageSources } from './package-sources.js';

export interface PackageJobsOptions {
  readonly directory: string;
  /** Number of packages of one person that are kept when they are made, failed or cancelled. Of more, that person's oldest go. */
  readonly kept: number;
  readonly sources: PackageSources;
  readonly disclosures: DisclosureLog;
  readonly software: Software;
  readonly now: Clock;
  readonly log: { error(details: object, message: string): void };
  readonly texts: TextAlarm;
  readonly knownOfTexts: Pick<KnownOfTexts, 'caughtUp'>;
}

/** A package as a file to send. */
export interface PackageFile {
  readonly path: string;
  /** What the file is to be called. */
  readonly name: string;
  readonly bytes: number;
}

/** A package that somebody asks for. */
export interface PackageRequest extends Asker {
  /** The same for every attempt at the same intent. */
  readonly id: string;
  readonly ledger: Ledger;
  readonly reason: string;
}

/** Number of packages that wait or are made at once. A package may take minutes: a longer queue would only hide that. */
const MOST_WAITING = 20;
/** Number of them that one person may have: the others have their turn behind three packages of a person, not behind twenty. */
const MOST_WAITING_OF_ONE = 3;
const RETRY_AFTER_SECONDS = 60;

/** Makes inspection packages one after another, in the background. Each belongs to the person who asked for it. */
export class PackageJobs {
  readonly #options: PackageJobsOptions;
  readonly #files: JobFiles;
  readonly #jobs = new Map<string, PackageJob>();
  readonly #sources = new Map<string, { readonly source: PackageSource; readonly person: Person }>();
  readonly #aborts = new Map<string, AbortController>();
  /** What is recorded but not waiting yet, each with the user who asked: requests that come together are counted one by one. */
  readonly #beginning = new Map<string, string>();
  readonly #queue = new OneAtATime();
  #closed = false;

  constructor(options: PackageJobsOptions) {
    this.#options = options;
    this.#files = new JobFiles(options.directory);
    const damaged = (file: string) =>
      options.log.error(
        { file },
        'this file describes no package: it is put aside, and whoever asked for the package asks again',
      );
    for (const job of this.#files.load(damaged)) this.#jobs.set(job.id, job);
  }

  /**
   * Records in the access ledger that a package is made, then begins to make it. A request that is repeated gets the same package.
   * @throws QueryRefused, and what recording throws: then nothing is made.
   */
  async request(request: PackageRequest): Promise<PackageJob> {
    const { id, ledger, person } = request;
    await requireReadable(person, ledger, this.#options.disclosures);
    const known = this.#repeated(request);
    if (known !== undefined) return known;
    this.#requirePlace(person);
    this.#beginning.set(id, person.userId);
    try {
      return await this.#begin(request);
    } finally {
      this.#beginning.delete(id);
    }
  }

  /** @throws as {@link request} */
  async #begin(request: PackageRequest): Promise<PackageJob> {
    const { id, ledger, reason, person } = request;
    const source = await this.#options.sources.of(ledger);
    if (source === undefined) throw new QueryRefused('no-checkpoint');
    const { size: treeSize, root } = parseCheckpoint(parseNote(source.checkpoint).text);
    const about = {
      ledger,
      treeSize,
      root: Buffer.from(root).toString('hex'),
      texts: textsFor(person, ledger),
    } as const;
    await this.#options.disclosures.record(packageExported({ ...about, package: id }), shownTo(request));
    const requestedAt = this.#options.now().toISOString();
    const asked = { id, reason, requestedBy: person.userId, requestedAt, ...about, ...missingFrom(source, ledger) };
    const job: PackageJob = { ...asked, status: 'waiting' };
    this.#jobs.set(id, this.#files.save(job));
    this.#sources.set(id, { source, person });
    this.#aborts.set(id, new AbortController());
    void this.#queue.run(() => this.#make(id));
    return job;
  }

  /** The packages that a person asked for, the newest first. */
  of({ userId }: Person): readonly PackageJob[] {
    return [...this.#jobs.values()].filter((job) => job.requestedBy === userId).toReversed();
  }

  /** A package that this person asked for. @throws QueryRefused `not-found` */
  find({ userId }: Person, id: string): PackageJob {
    const job = this.#jobs.get(id);
    if (job?.requestedBy === userId) return job;
    throw new QueryRefused('not-found', { detail: 'there is no package of this identifier' });
  }

  /** The zip file of a package that is ready. @throws QueryRefused */
  zipOf(person: Person, id: string): PackageFile {
    const job = this.find(person, id);
    requireWholeLedger(person, job.ledger);
    if (job.status !== 'ready') throw new QueryRefused('package-not-ready', { detail: `it is ${job.status}` });
    return { path: this.#files.zipOf(job), name: `bali-${job.ledger}-${job.treeSize}.zip`, bytes: job.bytes ?? 0 };
  }

  /** Cancels a package that is being made, or takes away one that is there. @throws QueryRefused `not-found` */
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

  /** @throws QueryRefused `too-many-at-once` or `not-available` when too many packages wait. */
  #requirePlace({ userId }: Person): void {
    const jobs = [...this.#jobs.values()].filter((job) => !isOver(job) && !this.#beginning.has(job.id));
    const waiting = [...jobs.map(({ requestedBy }) => requestedBy), ...this.#beginning.values()];
    const retryAfterSeconds = RETRY_AFTER_SECONDS;
    if (waiting.filter((user) => user === userId).length >= MOST_WAITING_OF_ONE) {
      const detail = `${MOST_WAITING_OF_ONE} of your packages are waiting or being made: cancel one, or wait until one is ready`;
      throw new QueryRefused('too-many-at-once', { detail, retryAfterSeconds });
    }
    if (waiting.length < MOST_WAITING) return;
    const detail = 'too many packages are waiting to be made';
    throw new QueryRefused('not-available', { detail, retryAfterSeconds });
  }

  /** @throws QueryRefused `idempotency-key-reused` when the same person asked for another package with this id. */
  #repeated({ id, ledger, reason, person }: PackageRequest): PackageJob | undefined {
    const known = this.#jobs.get(id);
    const isAnother = known !== undefined && (known.ledger !== ledger || known.reason !== reason);
    if (isAnother && known.requestedBy === person.userId) throw new QueryRefused('idempotency-key-reused');
    return known;
  }

  async #make(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    const given = this.#sources.get(id);
    try {
      if (job === undefined || given === undefined || isOver(job) || this.#isClosed()) return;
      this.#keep({ ...job, status: 'making' });
      const made = await this.#write(job, given.source, given.person);
      if (this.#isStillWanted(id)) this.#keep({ ...job, status: 'ready', ...made });
      else this.#files.removeZip(job);
    } catch (error) {
      if (job === undefined || !this.#isStillWanted(id) || this.#isClosed()) return;
      this.#options.log.error({ err: error, package: id }, 'an inspection package was not made');
      this.#keep({ ...job, status: 'failed', failure: failureTold(error) });
    } finally {
      this.#sources.delete(id);
      this.#aborts.delete(id);
      if (job !== undefined) this.#takeAwayOldestOf(job.requestedBy);
    }
  }

  async #write(
    job: PackageJob,
    source: PackageSource,
    person: Person,
  ): Promise<Pick<PackageJob, 'bytes' | 'sha256' | 'missingTexts' | 'withheldTexts'>> {
    const out = this.#files.zipOf(job);
    const { signal } = this.#aborts.get(job.id) ?? new AbortController();
    const { freeTexts } = await writePackage(wholeLedger(job.texts, await this.#textsThat(person)), source, {
      out,
      madeAt: job.requestedAt,
      madeBy: actorOf(person),
      reason: job.reason,
      software: this.#options.software,
      signal,
      textAtFault: (text) => this.#options.texts.note(job.ledger, [text]),
      progress: (progress) => {
        const current = this.#jobs.get(job.id);
        if (current?.status === 'making') this.#jobs.set(job.id, { ...current, progress });
      },
    });
    const hash = createHash('sha256');
    await pipeline(createReadStream(out), hash);
    const missingTexts = freeTexts.faulty?.length;
    const withheldTexts = freeTexts.withheld?.length;
    const { size: bytes } = await stat(out);
    const texts = {
      ...(missingTexts !== undefined && { missingTexts }),
      ...(withheldTexts !== undefined && { withheldTexts }),
    };
    return { bytes, sha256: hash.digest('hex'), ...texts };
  }

  /** Which texts a person may know: by what the ledger says up to the last event of the package, and the access ledger of authors. */
  async #textsThat(person: Person): Promise<MayKnowText> {
    const known = await this.#options.knownOfTexts.caughtUp();
    return (text) => mayKnowText(person, { ...text, authorKnew: text.authorKnew || known.authorKnew(text.record) });
  }

  #isStillWanted(id: string): boolean {
    return this.#jobs.get(id)?.status === 'making';
  }

  /** Asked anew each time: it changes while a package is made. */
  #isClosed(): boolean {
    return this.#closed;
  }

  /** A job goes on also where the disk is full: after a restart, what could not be written down is said to be interrupted. */
  #keep(job: PackageJob): void {
    this.#jobs.set(job.id, job);
    try {
      this.#files.save(job);
    } catch (error) {
      this.#options.log.error(
        { err: error, package: job.id },
        'what became of an inspection package could not be written down',
      );
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

/**
 * Whether a package holds free texts: of the trial ledger those that the person may know, one by one; of the other ledgers all, or none
 * for somebody who must stay blind.
 */
function textsFor({ role }: Person, ledger: Ledger): PackageJob['texts'] {
  const mayReadThem =
    permits(role, 'read-free-texts') && (ledger === 'trial' || permits(role, 'read-unblinding-texts'));
  return mayReadThem ? 'included' : 'withheld';
}

/** What is said to the person who asked for it: of the server's disk no more than that it is at fault. */
function failureTold(error: unknown): string {
  if (storageFailureOf(error) !== undefined)
    return 'The disk of the server is full, or fails: ask for another package later.';
  return error instanceof Error ? error.message : String(error);
}

function withoutProgress({ progress: _, ...job }: PackageJob): PackageJob {
  return job;
}

/** What a package does not have of what was acknowledged before it was asked for. */
function missingFrom({ missing }: CurrentSource, ledger: Ledger): Pick<PackageJob, 'missing' | 'missingBecause'> {
  if (missing === 0) return {};
  const signs = 'A checkpoint is signed every minute, and when the server stops: ask for another package then.';
  const why = 'A package ends at a signed checkpoint, and the newest events are in none yet.';
  const never = 'Nothing is signed because this ledger is read.';
  return { missing, missingBecause: [why, ...(ledger === 'trial' ? [] : [never]), signs].join(' ') };
}
