import type { Query } from '../../api/client.js';

/** What the audit log can be asked for; each stands in the address, so that what is found can be linked to. */
export const FILTERS = [
  'ledger',
  'patient',
  'site',
  'person',
  'role',
  'type',
  'field',
  'text',
  'late',
  'hours',
  'from',
  'before',
  'order',
] as const;

export type FilterName = (typeof FILTERS)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export function filtersIn(query: URLSearchParams): Filters {
  const pairs = FILTERS.flatMap((name) => {
    const value = query.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** The address of the log of a ledger, and what is asked of it. */
export function requestOf({ ledger = 'trial', ...filters }: Filters): { readonly path: string; readonly query: Query } {
  return { path: ledger === 'trial' ? '/v1/audit-log' : `/v1/ledgers/${ledger}/audit-log`, query: filters };
}
