import { accessDefinitionOf, type AccountState, evolveAccount, initialAccountState } from '@bali/access';
import { canonicalJson, type LedgerRecord } from '@bali/ledger';
import type { LedgerReading, StateFold } from './ledger-reading.js';
import { plainRow } from './plain-telling.js';

const tell: LedgerReading['plainTeller'] = (record, _, telling) =>
  plainRow(record, accessDefinitionOf(record.type, record.schemaVersion), telling);

/** Who may do what, who signed in, what was exported: its state is that of every account. */
export const ACCESS_READING: LedgerReading = {
  ledger: 'access',
  plainTeller: tell,
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

  teller(): ReturnType<StateFold['teller']> {
    return tell;
  }

  close(): void {
    this.#accounts.clear();
  }
}
