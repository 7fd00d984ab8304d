import type { LedgerRecord } from '@bali/ledger';
import type { CorrectionEvent } from '../corrections/data-corrected.js';
import { patientEventOf } from '../patient/patient-events.js';

/**
 * Whether a later record of the same stream changes what was signed, so that the signature stands for it no more
 * (21 CFR 11.70): its own data were corrected; of a confirmed eligibility, the screening was corrected or done again; of a
 * patient who was signed off, anything was recorded or corrected, except who was told the arm.
 */
export function supersedes(later: LedgerRecord, signed: LedgerRecord): boolean {
  if (later.stream !== signed.stream || later.revision <= signed.revision) return false;
  switch (signed.type) {
    case 'PatientSignedOff':
      return later.type !== 'PatientSignedOff' && patientEventOf(typeChangedBy(later))?.changesRecord !== false;
    case 'EligibilityConfirmed':
      return later.type === 'PatientScreened' || isCorrectionOf(later, screeningOf(signed)) || corrects(later, signed);
    default:
      return corrects(later, signed);
  }
}

/** The type of what a record adds or corrects. */
function typeChangedBy({ type, data }: LedgerRecord): string {
  return type === 'DataCorrected' ? (data as CorrectionEvent['data']).correctedType : type;
}

function corrects(later: LedgerRecord, signed: LedgerRecord): boolean {
  return isCorrectionOf(later, signed.id);
}

function isCorrectionOf({ type, data }: LedgerRecord, event: string | undefined): boolean {
  return type === 'DataCorrected' && (data as CorrectionEvent['data']).correctedEvent === event;
}

function screeningOf({ data }: LedgerRecord): string | undefined {
  return (data as { readonly screening?: string }).screening;
}
