import type { LedgerRecord } from '@bali/ledger';
import { patientEventOf } from '../patient/patient-events.js';
import { eventChangedBy, typeChangedBy } from '../type-changed.js';

/**
 * Whether a later record of the same stream changes what was signed, so that the signature stands for it no more
 * (21 CFR 11.70): its own data were corrected, or it was annulled; of a confirmed eligibility, the screening was corrected, annulled or
 * done again; of a patient who was signed off, anything was recorded, corrected or annulled, except who was told the arm.
 */
export function supersedes(later: LedgerRecord, signed: LedgerRecord): boolean {
  if (later.stream !== signed.stream || later.revision <= signed.revision) return false;
  const changed = eventChangedBy(later);
  switch (signed.type) {
    case 'PatientSignedOff':
      return later.type !== 'PatientSignedOff' && changesRecord(later);
    case 'EligibilityConfirmed':
      return (
        later.type === 'PatientScreened' ||
        changed === signed.id ||
        (changed !== undefined && changed === screeningOf(signed))
      );
    default:
      return changed === signed.id;
  }
}

/** What is beside the record, and changes nothing of what was signed. */
const BESIDE: readonly string[] = ['TextReleased', 'TextFlagged', 'RecordedAfterLock', 'Erratum'];

function changesRecord(later: LedgerRecord): boolean {
  if (BESIDE.includes(later.type)) return false;
  return patientEventOf(typeChangedBy(later) ?? '')?.changesRecord !== false;
}

function screeningOf({ data }: LedgerRecord): string | undefined {
  return (data as { readonly screening?: string }).screening;
}
