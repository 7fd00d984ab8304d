import { actorOf, mayKnowText, packageExported, permits, type Person } from '@bali/access';
import type { Clock, DisclosureLog, Software } from '@bali/commands';
import { type MayKnowText, type PackageSource, wholeLedger, writePackage } from '@bali/inspection';
import { type Ledger, parseCheckpoint, parseNote } from '@bali/ledger';
import { type Asker, shownTo } from '../asker.js';
import { BackgroundJobs, type Making } from '../jobs/background-jobs.js';
import type { JobKeys } from '../jobs/job-files.js';
import { whyNotReady } from '../jobs/job.js';
import { requireReadable, requireWholeLedger } from '../ledgers/ledger-rights.js';
import { QueryRefused } from '../query-refused.js';
import type { KnownOfTexts } from '../texts/known-of-texts.js';
import type { TextAlarm } from '../texts/text-alarm.js';
import type { PackageJob } from './package-job.js';
import type { CurrentSource, PackageSources } from './package-sources.js';

export interface PackageJobsOptions {
  readonly directory: string;
  readonly keys: JobKeys;
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

/** Makes inspection packages one after another, in the background. Each belongs to the person who asked for it. */
export class PackageJobs {
  readonly #options: PackageJobsOptions;
  readonly #jobs: BackgroundJobs<PackageJob>;

  constructor(options: PackageJobsOptions) {
    const { directory, keys, kept, log } = options;
    this.#options = options;
    this.#jobs = new BackgroundJobs({ directory, keys, kept, log, words: { one: 'package', many: 'packages' } });
  }

  /**
   * Records in the access ledger that a package is made, then begins to make it. A request that is repeated gets the same package.
   * @throws QueryRefused, and what recording throws: then nothing is made.
   */
  async request(request: PackageRequest): Promise<PackageJob> {
    const { ledger, reason, person } = request;
    await requireReadable(person, ledger, this.#options.disclosures);
    const isAnother = (known: PackageJob): boolean => known.ledger !== ledger || known.reason !== reason;
    return this.#jobs.request(request, isAnother, () => this.#begin(request));
  }

  /** @throws as {@link request} */
  async #begin(request: PackageRequest): Promise<Making<PackageJob>> {
    const { id, ledger, reason, person } = request;
    const source = await this.#options.sources.of(ledger);
    if (source === undefined) throw new QueryRefused('no-checkpoint');
    const { size: treeSize, root } = parseCheckpoint(parseNote(source.checkpoint).text);
    const texts = textsFor(person, ledger);
    const about = { ledger, treeSize, root: Buffer.from(root).toString('hex'), texts } as const;
    await this.#options.disclosures.record(packageExported({ ...about, package: id }), shownTo(request));
    const requestedAt = this.#options.now().toISOString();
    const asked = { id, reason, requestedBy: person.userId, requestedAt, ...about, ...missingFrom(source, ledger) };
    const job: PackageJob = { ...asked, status: 'waiting' };
    return { job, make: (out, circumstances) => this.#write(job, source, person, { out, ...circumstances }) };
  }

  /** The packages that a person asked for, the newest first. */
  of(person: Person): readonly PackageJob[] {
    return this.#jobs.of(person);
  }

  /** A package that this person asked for. @throws QueryRefused `not-found` */
  find(person: Person, id: string): PackageJob {
    return this.#jobs.find(person, id);
  }

  /** The zip file of a package that is ready, as it was made. @throws QueryRefused */
  async zipOf(person: Person, id: string): Promise<PackageFile> {
    const job = this.find(person, id);
    requireWholeLedger(person, job.ledger);
    if (job.status !== 'ready') throw new QueryRefused('package-not-ready', { detail: whyNotReady(job) });
    const path = await this.#jobs.fileOf(job);
    if (path === undefined) throw new QueryRefused('package-not-ready', { detail: whyNotReady(job) });
    return { path, name: `bali-${job.ledger}-${job.treeSize}.zip`, bytes: job.bytes ?? 0 };
  }

  /** Cancels a package that is being made, or takes away one that is there. @throws QueryRefused `not-found` */
  cancel(person: Person, id: string): void {
    this.#jobs.cancel(person, id);
  }

  /** Resolves once nothing is waiting or being made. */
  async idle(): Promise<void> {
    await this.#jobs.idle();
  }

  /** What is being made is given up, and says so after the next start. */
  async close(): Promise<void> {
    await this.#jobs.close();
  }

  async #write(
    { requestedAt, reason, texts, ledger }: PackageJob,
    source: PackageSource,
    person: Person,
    making: Parameters<Making<PackageJob>['make']>[1] & { readonly out: string },
  ): Promise<Partial<PackageJob>> {
    const { freeTexts } = await writePackage(wholeLedger(texts, await this.#textsThat(person)), source, {
      ...making,
      madeAt: requestedAt,
      madeBy: actorOf(person),
      reason,
      software: this.#options.software,
      textAtFault: (text) => this.#options.texts.note(ledger, [text]),
    });
    const missingTexts = freeTexts.faulty?.length;
    const withheldTexts = freeTexts.withheld?.length;
    return {
      ...(missingTexts !== undefined && { missingTexts }),
      ...(withheldTexts !== undefined && { withheldTexts }),
    };
  }

  /** Which texts a person may know: by what the ledger says up to the last event of the package, and the access ledger of authors. */
  async #textsThat(person: Person): Promise<MayKnowText> {
    const known = await this.#options.knownOfTexts.caughtUp();
    return (text) =>
      mayKnowText(person, {
        ...text,
        authorKnew: text.authorKnew || known.authorKnew(text.record),
        ...known.siteFor(person, text.record),
      });
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

/** What a package does not have of what was acknowledged before it was asked for. */
function missingFrom({ missing }: CurrentSource, ledger: Ledger): Pick<PackageJob, 'missing' | 'missingBecause'> {
  if (missing === 0) return {};
  const signs =
    'A checkpoint is signed on the clock (by default every minute), and when the server stops: ask for another package then.';
  const why = 'A package ends at a signed checkpoint, and the newest events are in none yet.';
  const never = 'Nothing is signed because this ledger is read.';
  return { missing, missingBecause: [why, ...(ledger === 'trial' ? [] : [never]), signs].join(' ') };
}
