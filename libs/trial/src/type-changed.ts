import type { LedgerRecord } from '@bali/ledger';
import type { AnnulmentEvent } from './annulments/entry-annulled.js';
import type { CorrectionEvent } from './corrections/data-corrected.js';

/** The type of what a record adds, corrects or annuls. */
export function typeChangedBy({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): string | undefined {
  if (type === 'DataCorrected') return (data as Partial<CorrectionEvent['data']>).correctedType;
  if (type === 'EntryAnnulled') return (data as Partial<AnnulmentEvent['data']>).annulledType;
  return type;
}

/** The id of the event that a record corrects or annuls; undefined: it does neither. */
export function eventChangedBy({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): string | undefined {
  if (type === 'DataCorrected') return (data as CorrectionEvent['data']).correctedEvent;
  if (type === 'EntryAnnulled') return (data as AnnulmentEvent['data']).annulledEvent;
  return undefined;
}
