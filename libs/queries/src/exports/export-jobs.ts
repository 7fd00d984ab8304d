import { permits, type Person } from '@bali/access';
import { excludedByUnit } from '@bali/analysis';
import type { Allocations, Clock, DisclosureLog, Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type ArmName, EXPORT_FORMATS, type ExportFormatId, type Separator } from '@bali/exports';
import { recordOf } from '@bali/ledger';
import { evolveTrial, initialTrialState, isLocked, isUnblinded, TRIAL_STREAM, type TrialState } from '@bali/trial';
import { type Asker, shownTo } from '../asker.js';
import { BackgroundJobs, type Making } from '../jobs/background-jobs.js';
import type { JobKeys } from '../jobs/job-files.js';
import { whyNotReady } from '../jobs/job.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { QueryRefused } from '../query-refused.js';
import { requireOpenOutcomes } from '../reports/open-outcomes.js';
import type { ExportJob } from './export-job.js';
import type { FoldingOptions } from './folded-trial.js';
import type { UnitMaterials } from './unit-materials.js';
import { writeExport } from './write-export.js';

export interface ExportJobsOptions {
  readonly directory: string;
  readonly keys: JobKeys;
  /** Number of exports of one person that are kept. Of more, that person's oldest go. */
  readonly kept: number;
  readonly trialLedger: EventStore;
  readonly disclosures: DisclosureLog;
  readonly allocations: Pick<Allocations, 'ofTrial' | 'unitDeviationsOfTrial'>;
  readonly materials: Pick<UnitMaterials, 'until'>;
  readonly software: Software;
  readonly now: Clock;
  readonly log: { error(details: object, message: string): void };
}

/** An export that somebody asks for. */
export interface ExportRequest extends Asker {
  /** The same for every attempt at the same intent. */
  readonly id: string;
  readonly format: ExportFormatId;
  /** Default: the last event that there is. */
  readonly position?: number;
  readonly arms: ExportJob['arms'];
  readonly separator: Separator;
}

/** An export as a file to send. */
export interface ExportedFile {
  readonly path: string;
  /** What the file is to be called. */
  readonly name: string;
  readonly bytes: number;
}

const ARM_NAMES = { A: 'PLACEBO', B: 'CELLS' } as const satisfies Record<string, ArmName>;

/** Exports the trial's data in the background, one export after another. Each belongs to the person who asked for it. */
export class ExportJobs {
  readonly #options: ExportJobsOptions;
  readonly #jobs: BackgroundJobs<ExportJob>;

  constructor(options: ExportJobsOptions) {
    const { directory, keys, kept, log } = options;
    this.#options = options;
    this.#jobs = new BackgroundJobs({ directory, keys, kept, log, words: { one: 'export', many: 'exports' } });
  }

  /**
   * Records in the access ledger that an export is made, then begins to make it. A request that is repeated gets the same export.
   * @throws QueryRefused, also `outcomes-not-open` and `arms-not-open`; LedgerHeld; what recording throws: then nothing is made
   */
  async request(request: ExportRequest): Promise<ExportJob> {
    const { format, position, arms, separator, person } = request;
    requireExporting(person);
    requireArms(person, arms);
    requireAsWritten(this.#options.trialLedger);
    const isAnother = (known: ExportJob): boolean =>
      known.format !== format ||
      known.arms !== arms ||
      known.separator !== separator ||
      (position !== undefined && known.position !== position);
    return this.#jobs.request(request, isAnother, () => this.#begin(request));
  }

  /** The exports that a person asked for, the newest first. */
  of(person: Person): readonly ExportJob[] {
    return this.#jobs.of(person);
  }

  /** An export that this person asked for. @throws QueryRefused `not-found` */
  find(person: Person, id: string): ExportJob {
    return this.#jobs.find(person, id);
  }

  /** The zip file of an export that is ready: what the person may have is asked again. @throws QueryRefused */
  async fileOf(person: Person, id: string): Promise<ExportedFile> {
    const job = this.find(person, id);
    requireExporting(person);
    requireArms(person, job.arms);
    requireOutcomes(person, job.format, await this.#trialAt(job.position));
    if (job.status !== 'ready') throw new QueryRefused('export-not-ready', { detail: whyNotReady(job) });
    const path = await this.#jobs.fileOf(job);
    if (path === undefined) throw new QueryRefused('export-not-ready', { detail: whyNotReady(job) });
    return { path, name: `bali-${job.format}-${job.position}.zip`, bytes: job.bytes ?? 0 };
  }

  /** Cancels an export that is being made, or takes away one that is there. @throws QueryRefused `not-found` */
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

  async #begin(request: ExportRequest): Promise<Making<ExportJob>> {
    const { id, format, arms, separator, person } = request;
    const { trialLedger, disclosures, now, software } = this.#options;
    const position = await this.#positionOf(request);
    const trial = await this.#trialAt(position);
    requireOutcomes(person, format, trial);
    if (arms === 'shown' && !isUnblinded(trial)) throw new QueryRefused('arms-not-open');
    await disclosures.record({ type: 'TrialExported', data: { format, position, arms, export: id } }, shownTo(request));
    const shown = arms === 'shown' ? await this.#shown(request, position) : {};
    const about = { id, format, position, arms, separator, requestedBy: person.userId };
    const job: ExportJob = { ...about, requestedAt: now().toISOString(), status: 'waiting' };
    const options = { format, position, software, choices: { separator }, events: trialLedger, ...shown };
    return {
      job,
      make: async (out, circumstances) => {
        const { study, files } = await writeExport({ ...options, ...circumstances, out });
        return { root: study.root, files: files.length };
      },
    };
  }

  /** @throws QueryRefused `beyond-the-end` */
  async #positionOf({ position }: ExportRequest): Promise<number> {
    const end = await this.#options.trialLedger.lastPosition();
    const wanted = position ?? end;
    if (wanted >= 0 && wanted <= end) return wanted;
    const detail = end < 0 ? 'the ledger has no events yet' : `there is no event ${wanted}: the last one is ${end}`;
    throw new QueryRefused('beyond-the-end', { detail });
  }

  /** What the trial's own events say up to a position. */
  async #trialAt(position: number): Promise<TrialState> {
    const events = await this.#options.trialLedger.readStream(TRIAL_STREAM);
    return events
      .filter((event) => event.position <= position)
      .reduce((state, { leaf }) => evolveTrial(state, recordOf(leaf)), initialTrialState);
  }

  /** The arms, and what the unit had recorded when the last event of the export was. */
  async #shown(
    request: ExportRequest,
    position: number,
  ): Promise<Pick<FoldingOptions, 'arms' | 'materials' | 'usedAt' | 'excludedByUnit'>> {
    const arms = await this.#arms(request);
    const { judged = [] } = (await this.#options.allocations.unitDeviationsOfTrial(request)) ?? {};
    const excluded = excludedByUnit({ deviations: judged });
    for await (const [event] of this.#options.trialLedger.read(position)) {
      if (event === undefined) break;
      const { recordedAt } = recordOf(event.leaf).metadata;
      return { arms, excludedByUnit: excluded, ...(await this.#options.materials.until(recordedAt, shownTo(request))) };
    }
    return { arms, excludedByUnit: excluded };
  }

  async #arms(request: ExportRequest): Promise<ReadonlyMap<string, ArmName>> {
    const allocations = await this.#options.allocations.ofTrial(request);
    return new Map(allocations.map(({ patient, arm }) => [patient, ARM_NAMES[arm]]));
  }
}

function requireExporting({ role }: Person): void {
  if (permits(role, 'export-data')) return;
  throw new QueryRefused('not-permitted', { detail: 'nobody in this role exports the data of the trial' });
}

/** Outcomes are open to the roles that read their reports, or to everybody once the database was locked, as of the position. */
function requireOutcomes(person: Person, format: ExportFormatId, trial: TrialState): void {
  if (EXPORT_FORMATS[format].tellsOutcomes) requireOpenOutcomes(person, isLocked(trial));
}

/** Whoever may not know the arms has the answer that everybody has as long as there are none to be known, before and after. */
function requireArms({ role }: Person, arms: ExportJob['arms']): void {
  if (arms === 'masked' || permits(role, 'read-allocations')) return;
  throw new QueryRefused('arms-not-open');
}
