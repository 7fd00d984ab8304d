import type { LedgerRecord } from '@bali/ledger';
import type { PlacedRecord } from '../formats/format.js';

export type Actor = LedgerRecord['metadata']['actor'];

/** Who and what the records refer to: found in a first look at them. */
export interface Referred {
  /** By user id, as in the last record of each. */
  readonly users: Map<string, Actor>;
  /** The meanings of signatures, in the order in which they come up. */
  readonly meanings: string[];
  /** The ids of the entries that queries are about. */
  readonly queried: Set<string>;
  /** The sites where patients were. */
  readonly sites: Set<string>;
}

/** What the software computed is no person's. */
const SOFTWARE: Actor = { userId: 'software', name: 'The software', role: 'software', organisation: 'BALI' };

/** The site where a record says that a patient is from then on: a consent and a transfer do, and the code of the patient does not. */
export function siteFrom({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): string | undefined {
  if (type === 'ConsentGiven') return (data as { readonly site: string }).site;
  return type === 'PatientTransferred' ? (data as { readonly toSite: string }).toSite : undefined;
}

export async function referredIn(records: AsyncIterable<PlacedRecord>): Promise<Referred> {
  const users = new Map([[SOFTWARE.userId, SOFTWARE]]);
  const referred: Referred = { users, meanings: [], queried: new Set(), sites: new Set() };
  for await (const { record } of records) {
    const { actor, signature } = record.metadata;
    referred.users.set(actor.userId, actor);
    const site = siteFrom(record);
    if (site !== undefined) referred.sites.add(site);
    if (signature !== undefined && !referred.meanings.includes(signature.meaning))
      referred.meanings.push(signature.meaning);
    if (record.type !== 'QueryRaised') continue;
    const { entry } = record.data as { readonly entry?: string };
    if (entry !== undefined) referred.queried.add(entry);
  }
  return referred;
}

export const SOFTWARE_USER = SOFTWARE.userId;
