import { type AccountState, type DisclosureEvent, knowledgeByRole, type Person } from '@bali/access';
import type { Clock, DisclosureLog, StreamLoader } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import type { LedgerRecord } from '@bali/ledger';
import { auditPage, type ProjectionRunner, recordsAt } from '@bali/projections';
import { compareInstants } from '@bali/protocol';
import { all, patientOfStream, type PatientState, patientStream } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { visibleSites } from '../visibility.js';

/**
 * How it came about: a role was delegated that shows every arm; one patient was unblinded; the arms of all were read after the
 * trial's unblinding; the sealed ledger was taken along as a package.
 */
export const KNOWN_BY = ['delegation', 'emergency', 'planned', 'trial', 'package'] as const;

/** Somebody who knows, or could: whose arm, since when, and how it came about. Never what. */
export interface RegisterEntry {
  readonly person: {
    readonly userId: string;
    readonly name: string;
    readonly role: string;
    readonly organisation: string;
  };
  /** Absent: of all patients, or of all of the sites. */
  readonly patient?: string;
  /** The sites of whose patients they know, where a role is held for some. */
  readonly sites?: readonly string[];
  readonly since: string;
  /** When a delegation let them learn no more. */
  readonly until?: string;
  readonly kind: (typeof KNOWN_BY)[number];
  /** The event: of a patient's unblinding in the trial ledger, of all else in the access ledger. */
  readonly event: string;
  readonly impactAssessedAt?: string;
}

/** What the register is made of. */
export interface RegisterSources {
  readonly trialLedger: EventStore;
  readonly runner: ProjectionRunner;
  readonly patients: StreamLoader<PatientState>;
  /** Gives every account, with all that was ever delegated to it. */
  readonly accounts: { all(): Promise<readonly (AccountState & { readonly userId: string })[]> };
  readonly disclosures: DisclosureLog;
  readonly now: Clock;
}

/** Number of events that are read at once. */
const READ_AT_ONCE = 200;

/**
 * [R3-316fg] Who knows what since when: whoever is not in it was told nothing, and stays blinded. Who knows by their role is in
 * it from the moment of the delegation, whether or not they looked: when somebody of the unit reads could tell something, and
 * stands in the access ledger alone.
 */
export class UnblindingRegister {
  readonly #sources: RegisterSources;

  constructor(sources: RegisterSources) {
    this.#sources = sources;
  }

  /** Of single patients, a site role sees those of its own sites. @throws QueryRefused */
  async entries(person: Person, request: AtLeast): Promise<readonly RegisterEntry[]> {
    requireAsWritten(this.#sources.trialLedger);
    await untilApplied(this.#sources.runner, request);
    const sites = visibleSites(person);
    const all = [...(await this.#byRole()), ...(await this.#ofPatients(sites)), ...(await this.#ofAllPatients())];
    return all.sort((one, other) => compareInstants(one.since, other.since));
  }

  async #byRole(): Promise<readonly RegisterEntry[]> {
    const now = this.#sources.now().toISOString();
    const accounts = await this.#sources.accounts.all();
    const unblindedAt = await this.#trialUnblindedAt();
    return accounts.flatMap((account) => {
      const { userId, name, organisation } = account;
      return knowledgeByRole(account, now, unblindedAt).map(({ delegation: { role, event, sites }, ...period }) => {
        const held = sites.length === 0 ? {} : { sites };
        return { person: { userId, name, role, organisation }, ...held, ...period, kind: 'delegation', event };
      });
    });
  }

  /** When the trial was unblinded: from then on, more roles may read all arms. */
  async #trialUnblindedAt(): Promise<string | undefined> {
    const { runner, trialLedger } = this.#sources;
    const { positions } = auditPage(
      runner.reader,
      { type: 'TrialUnblinded' },
      { order: 'oldest-first', after: -1, limit: 1 },
    );
    const [first] = await recordsAt(trialLedger, positions);
    return first?.record.metadata.recordedAt;
  }

  async #ofPatients(sites: readonly string[] | undefined): Promise<readonly RegisterEntry[]> {
    const { runner, trialLedger } = this.#sources;
    const filter = { type: 'PatientUnblinded', ...(sites && { sites }) };
    const entries: RegisterEntry[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const { positions, next } = auditPage(runner.reader, filter, {
        order: 'oldest-first',
        after,
        limit: READ_AT_ONCE,
      });
      for (const { record } of await recordsAt(trialLedger, positions)) entries.push(await this.#entryOf(record));
      after = next;
    }
    return entries;
  }

  async #entryOf({ id, stream, data, metadata }: LedgerRecord): Promise<RegisterEntry> {
    const patient = patientOfStream(stream) ?? '';
    const { state } = await this.#sources.patients.load(patientStream(patient));
    const assessed = all(state, 'UnblindingImpactAssessed').find((entry) => entry.data.unblinding === id);
    const { kind } = data as { readonly kind: 'emergency' | 'planned' };
    const entry = { person: metadata.actor, patient, since: metadata.recordedAt, kind, event: id };
    return { ...entry, ...(assessed && { impactAssessedAt: assessed.recordedAt }) };
  }

  /** Each person once for each way: the first time that they read the arms of all, or took the sealed ledger along. */
  async #ofAllPatients(): Promise<readonly RegisterEntry[]> {
    const first = new Map<string, RegisterEntry>();
    for (const record of await this.#sources.disclosures.all()) {
      const kind = shownByIt(record as unknown as DisclosureEvent);
      const { actor, recordedAt } = record.metadata;
      const key = `${kind ?? ''} ${actor.userId} ${actor.name}`;
      if (kind === undefined || first.has(key)) continue;
      first.set(key, { person: actor, since: recordedAt, kind, event: record.id });
    }
    return [...first.values()];
  }
}

/** How something that was shown tells every arm, if it does. */
function shownByIt({ type, data }: DisclosureEvent): 'trial' | 'package' | undefined {
  if (type === 'SealedPackageExported') return 'package';
  if (type === 'PackageExported') return data.ledger === 'sealed' ? 'package' : undefined;
  if (type === 'SealedDataRead') return data.what === 'allocations' ? 'trial' : undefined;
  return undefined;
}
