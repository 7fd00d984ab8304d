import type { LedgerRecord } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { patientOfStream } from '@bali/trial';

/** The site that an event is about: its patient's, or the one that it names. */
export function siteOf({ stream, data }: LedgerRecord): string | undefined {
  const patient = patientOfStream(stream);
  if (patient !== undefined) return siteOfPatient(patient);
  const { site } = data as { readonly site?: unknown };
  return typeof site === 'string' ? site : undefined;
}
