import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DisclosureEvent, KNOWING_ROLES } from '@bali/access';
import { openSealedRecord, readSealingKeys, type SealingKeysSource } from '@bali/blinding';
import { CommandRefused, type DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { auditedLedger, turningShown } from '@bali/inspection';
import { type Actor, type Ledger, type LedgerRecord, recordOf } from '@bali/ledger';
import { type TrialStateQueries, withholdTexts } from '@bali/projections';
import { compareInstants } from '@bali/protocol';
import { WORDING_WITH_CAUSES } from '@bali/schema';
import { isUnblinded, refusal } from '@bali/trial';
import type { Asker } from '../asker.js';
import { QueryRefused } from '../query-refused.js';
import { requireOwnPatient } from '../visibility.js';

/** That somebody was shown something from which the arm of a patient can be known. */
export interface ArmReading {
  /** Of the access ledger, or of the sealed one. */
  readonly event: string;
  readonly person: Actor;
  /** Before it was shown: the server's clock, UTC. */
  readonly recordedAt: string;
  /** The same moment in the time zone of the trial. */
  readonly recordedAtSite?: string;
  /** Whether it was about this patient alone, or about all patients and so about this one. */
  readonly of: 'this-patient' | 'all-patients';
  readonly sentence: string;
}

/** What readings are recorded in. */
export interface ArmReadingsSources {
  readonly disclosures: Pick<DisclosureLog, 'all'>;
  readonly sealedLedger: Pick<EventStore, 'read'>;
  readonly state: Pick<TrialStateQueries, 'summary' | 'siteOf' | 'trial'>;
  /** Records that somebody is about to be shown who looked at the arm of a patient. */
  readonly note: (asker: Asker, patient: string) => Promise<void>;
  /** Read only when somebody asks who may. */
  readonly sealingKeys: SealingKeysSource;
}

/** Events that are opened before others have their turn: some milliseconds of work. */
const AT_ONCE = 32;

/**
 * Who looked at the arm of a patient: for those who may know it, since the readings of the unit follow what it does. The access
 * ledger has what everybody may know who reads it, and what earlier versions wrote; the details of a day are in the sealed one.
 */
export class ArmReadings {
  readonly #sources: ArmReadingsSources;

  constructor(sources: ArmReadingsSources) {
    this.#sources = sources;
  }

  /**
   * In the order in which they came.
   * @throws QueryRefused; CommandRefused `trial-not-unblinded` to whoever may know arms from then on
   */
  async of(asker: Asker, patient: string): Promise<readonly ArmReading[]> {
    const { disclosures, state, note } = this.#sources;
    requireOwnPatient(asker.person, patient, state);
    this.#requireMayKnow(asker);
    if (state.summary(patient) === undefined) {
      throw new QueryRefused('not-found', { detail: 'there is no patient of this code' });
    }
    await note(asker, patient);
    const found: ArmReading[] = [];
    const shown = await disclosures.all();
    for (let from = 0; from < shown.length; from += AT_ONCE) {
      found.push(...readingsIn('access', shown.slice(from, from + AT_ONCE), patient));
      await nextTurn();
    }
    for await (const records of this.#opened()) found.push(...readingsIn('sealed', records, patient));
    return found.sort((one, other) => compareInstants(one.recordedAt, other.recordedAt));
  }

  /** Who knows by duty asks at any time; the table of permissions has let in nobody but them and those who know all arms later. */
  #requireMayKnow({ person: { role } }: Asker): void {
    if (KNOWING_ROLES.includes(role) || isUnblinded(this.#sources.state.trial())) return;
    throw new CommandRefused(
      refusal(
        'trial-not-unblinded',
        'The trial is not unblinded: until then the unblinding register says who knows whose arm since when.',
      ),
    );
  }

  /** The records of the sealed ledger, a page at a time. @throws QueryRefused where there are some, and no keys. */
  async *#opened(): AsyncGenerator<readonly LedgerRecord[]> {
    const { sealedLedger, sealingKeys } = this.#sources;
    const keys = readSealingKeys(sealingKeys);
    for await (const page of sealedLedger.read(0, AT_ONCE)) {
      if (keys === undefined) throw new QueryRefused('not-available', { detail: 'the sealing keys are not here' });
      yield await Promise.all(page.map(({ leaf }) => openSealedRecord(recordOf(leaf), keys)));
    }
  }
}

function readingsIn(ledger: Ledger, records: readonly LedgerRecord[], patient: string): ArmReading[] {
  const rowOf = auditedLedger(ledger).plainRows(WORDING_WITH_CAUSES);
  return records.flatMap((record, place): readonly ArmReading[] => {
    const of = whoseArm(record, patient);
    if (of === undefined) return [];
    const { sentence, recordedAtSite } = rowOf(record, place, { show: withholdTexts });
    const { actor, recordedAt } = record.metadata;
    const about = { event: record.id, person: actor, recordedAt, of, sentence: turningShown(sentence) };
    return [recordedAtSite === undefined ? about : { ...about, recordedAtSite }];
  });
}

/** Of whom something was shown from which the arm of this patient can be known. */
function whoseArm({ type, data }: LedgerRecord, patient: string): ArmReading['of'] | undefined {
  const event = { type, data } as DisclosureEvent | { readonly type: 'SealedDataShown'; readonly data: Shown };
  switch (event.type) {
    case 'SealedDataRead':
    case 'SealedDataShown':
      if (event.data.patient === undefined) return 'all-patients';
      return event.data.patient === patient ? 'this-patient' : undefined;
    case 'BoardTablesRead':
    case 'SealedPackageExported':
      return 'all-patients';
    case 'PackageExported':
      return event.data.ledger === 'sealed' ? 'all-patients' : undefined;
    default:
      return undefined;
  }
}

interface Shown {
  readonly what: string;
  readonly patient?: string;
}
