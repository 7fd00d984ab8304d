import {
  accessDefinitionOf,
  ACCOUNT_EVENTS,
  type AccountState,
  DISCLOSURE_EVENTS,
  evolveAccount,
  initialAccountState,
} from '@bali/access/portable';
import { canonicalJson, type LedgerRecord } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import type { About } from '@bali/schema';
import type { AuditedLedger, AuditRow, MakeRow, RowContext, StateFold } from './audited-ledger.js';
import { plainRow, saidOf, spokenRow } from './plain-row.js';
import { sentenceV2 } from './words-v2.js';

/** The types whose sentence says itself what the person did. Of another type, the person recorded that something happened. */
const DONE: readonly string[] = Object.keys({ ...ACCOUNT_EVENTS, ...DISCLOSURE_EVENTS });

const rowV2: MakeRow = (record, _, context) => {
  const definition = accessDefinitionOf(record.type, record.schemaVersion);
  return plainRow(record, sentenceV2(record.data as object, aboutOf(record, context), definition), context);
};

const rowOf = (record: LedgerRecord, context: RowContext, wording: number): AuditRow => {
  const { type, schemaVersion, data } = record;
  const definition = accessDefinitionOf(type, schemaVersion);
  const said = saidOf(definition, data as object, aboutOf(record, context));
  const { patient, site } = data as { readonly patient?: string; readonly site?: string };
  const phrase = DONE.includes(type) ? said : `recorded that ${said}`;
  return spokenRow(record, { phrase, patient, site: site ?? (patient && siteOfPatient(patient)) }, context, wording);
};

function rowsIn(wording: number): MakeRow {
  return wording < 3 ? rowV2 : (record, _, context) => rowOf(record, context, wording);
}

const ACCOUNT = 'account-';

function aboutOf({ stream }: LedgerRecord, { show }: RowContext): About {
  const account = stream.startsWith(ACCOUNT) ? stream.slice(ACCOUNT.length) : undefined;
  return { patient: '', show, definitionOf: accessDefinitionOf, ...(account === undefined ? {} : { account }) };
}

/** Who may do what, who signed in, what was exported: its state is that of every account. */
export const AUDITED_ACCESS: AuditedLedger = {
  ledger: 'access',
  plainRows: rowsIn,
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
    if (!record.stream.startsWith(ACCOUNT)) return;
    const before = this.#accounts.get(record.stream) ?? initialAccountState;
    this.#accounts.set(record.stream, evolveAccount(before, record));
  }

  json(): Iterable<string> {
    return [canonicalJson({ accounts: Object.fromEntries(this.#accounts) })];
  }

  rows(wording: number): MakeRow {
    return rowsIn(wording);
  }

  close(): void {
    this.#accounts.clear();
  }
}
