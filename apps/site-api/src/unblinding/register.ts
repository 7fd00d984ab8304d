import { auditPage, recordsAt } from '@bali/projections';
import type { LedgerRecord } from '@bali/ledger';
import { all, patientOfStream, patientStream } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { type Resources, RESOURCES } from '../resources.js';

/** Somebody who was told: whose arm, since when, and how it came about. Never what. */
export interface RegisterEntry {
  readonly person: {
    readonly userId: string;
    readonly name: string;
    readonly role: string;
    readonly organisation: string;
  };
  /** Absent: of all patients. */
  readonly patient?: string;
  readonly since: string;
  readonly kind: 'emergency' | 'planned' | 'trial';
  /** The event: of the trial ledger, or, of the trial's unblinding, of the access ledger. */
  readonly event: string;
  readonly impactAssessedAt?: string;
}

const PAGE = 200;

/** [R3-316fg] Who knows what since when: whoever is not in it was told nothing. */
@Injectable()
export class UnblindingRegister {
  constructor(@Inject(RESOURCES) private readonly resources: Resources) {}

  /** @param sites whose patients are asked about; `undefined`: all. */
  async entries(sites: readonly string[] | undefined): Promise<readonly RegisterEntry[]> {
    return [...(await this.#ofPatients(sites)), ...(await this.#ofTheTrial())];
  }

  async #ofPatients(sites: readonly string[] | undefined): Promise<readonly RegisterEntry[]> {
    const { runner, trialLedger } = this.resources;
    const filter = { type: 'PatientUnblinded', ...(sites && { sites }) };
    const entries: RegisterEntry[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const { positions, next } = auditPage(runner.reader, filter, { order: 'oldest-first', after, limit: PAGE });
      for (const { record } of await recordsAt(trialLedger, positions)) entries.push(await this.#entryOf(record));
      after = next;
    }
    return entries;
  }

  async #entryOf({ id, stream, data, metadata }: LedgerRecord): Promise<RegisterEntry> {
    const patient = patientOfStream(stream) ?? '';
    const { state } = await this.resources.patients.load(patientStream(patient));
    const assessed = all(state, 'UnblindingImpactAssessed').find((entry) => entry.data.unblinding === id);
    const { kind } = data as { readonly kind: 'emergency' | 'planned' };
    const entry = { person: metadata.actor, patient, since: metadata.recordedAt, kind, event: id };
    return { ...entry, ...(assessed && { impactAssessedAt: assessed.recordedAt }) };
  }

  /** Each person once: the first time that they read the arms of all. */
  async #ofTheTrial(): Promise<readonly RegisterEntry[]> {
    const first = new Map<string, RegisterEntry>();
    for (const { id, data, metadata } of await this.resources.disclosures.all()) {
      const { actor, recordedAt } = metadata;
      if ((data as { readonly what?: string }).what !== 'allocations' || first.has(actor.userId)) continue;
      first.set(actor.userId, { person: actor, since: recordedAt, kind: 'trial', event: id });
    }
    return [...first.values()];
  }
}
