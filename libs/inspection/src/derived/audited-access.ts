import { accessDefinitionOf, type AccountState, evolveAccount, initialAccountState } from '@bali/access/portable';
import { canonicalJson, type LedgerRecord } from '@bali/ledger';
import type { AuditedLedger, MakeRow, StateFold } from './audited-ledger.js';
import { plainRow } from './plain-row.js';

const rowOf: MakeRow = (record, _, context) => {
  const definition = accessDefinitionOf(record.type, record.schemaVersion);
  const about = { patient: '', show: context.show, definitionOf: accessDefinitionOf };
  return plainRow(record, definition.sentence(record.data as never, about), context);
};

/** Who may do what, who signed in, what was exported: its state is that of every account. */
export const AUDITED_ACCESS: AuditedLedger = {
  ledger: 'access',
  plainRow: rowOf,
  definitionOf: accessDefinitionOf,
  textsOf: ({ metadata: { reason } }) => (reason === undefined ? [] : [{ field: '/metadata/reason', hash: reason }]),
  patientOf: () => undefined,
  openState: () => new AccountsFold(),
};

/** The people of a trial are few, and so are their accounts: they are held in memory. */
class AccountsFold implements StateFold {
  readonly #accounts = new Map<string, AccountState>();

  apply(record: LedgerRecord): void {
    accessDefinitionOf(record.type, record.schemaVersion);
    if (!record.stream.startsWith('account-')) return;
    const before = this.#accounts.get(record.stream) ?? initialAccountState;
    this.#accounts.set(record.stream, evolveAccount(before, record));
  }

  json(): Iterable<string> {
    return [canonicalJson({ accounts: Object.fromEntries(this.#accounts) })];
  }

  rows(): MakeRow {
    return rowOf;
  }

  close(): void {
    this.#accounts.clear();
  }
}
