import type { DisclosureEvent, Person } from '@bali/access';
import type { DisclosureLog } from '@bali/commands';
import { auditedLedger, WORDING } from '@bali/inspection';
import type { Actor, LedgerRecord } from '@bali/ledger';
import { withholdTexts } from '@bali/projections';
import { requireWholeLedger } from './ledger-rights.js';

/** That somebody was shown something from which the arm of a patient can be known. */
export interface ArmReading {
  /** Of the access ledger. */
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

/** Who looked at the arm of a patient: for those who may know it, since the readings of the unit follow what it does. */
export class ArmReadings {
  readonly #disclosures: DisclosureLog;

  constructor(disclosures: DisclosureLog) {
    this.#disclosures = disclosures;
  }

  /** In the order in which they came. @throws QueryRefused */
  async of(person: Person, patient: string): Promise<readonly ArmReading[]> {
    requireWholeLedger(person, 'sealed');
    const rowOf = auditedLedger('access').plainRows(WORDING);
    const records = await this.#disclosures.all();
    return records.flatMap((record, place): readonly ArmReading[] => {
      const of = whoseArm(record, patient);
      if (of === undefined) return [];
      const { sentence, recordedAtSite } = rowOf(record, place, { show: withholdTexts });
      const { actor, recordedAt } = record.metadata;
      const about = { event: record.id, person: actor, recordedAt, of, sentence };
      return [recordedAtSite === undefined ? about : { ...about, recordedAtSite }];
    });
  }
}

/** Of whom something was shown from which the arm of this patient can be known. */
function whoseArm({ type, data }: LedgerRecord, patient: string): ArmReading['of'] | undefined {
  const event = { type, data } as DisclosureEvent;
  switch (event.type) {
    case 'SealedDataRead':
      if (event.data.patient === undefined) return 'all-patients';
      return event.data.patient === patient ? 'this-patient' : undefined;
    case 'SealedPackageExported':
      return 'all-patients';
    case 'PackageExported':
      return event.data.ledger === 'sealed' ? 'all-patients' : undefined;
    case 'CertifiedCopyMade':
    case 'AuditLogExported':
      return undefined;
  }
}
