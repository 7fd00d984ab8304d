import { openWithContentKey, SEALED_EVENT } from '@bali/blinding';
import { canonicalJson, type LedgerRecord } from '@bali/ledger';
import { UnknownEvent } from '@bali/trial';
import type { LedgerReading, StateFold } from './ledger-reading.js';
import { plainRow } from './plain-telling.js';

const tell: LedgerReading['plainTeller'] = (record, _, telling) =>
  plainRow(record, { about: `this happened: ${record.type}`, data: {} }, telling);

/**
 * What would unblind. Every record is sealed, and a package brings the key of each; what they say is told once they are opened.
 * Free texts of this ledger are sealed too, and are not in its packages.
 */
export const SEALED_READING: LedgerReading = {
  ledger: 'sealed',
  plainTeller: tell,
  definitionOf: (type, schemaVersion) => {
    if (type === SEALED_EVENT.type && schemaVersion === SEALED_EVENT.schemaVersion) return SEALED_EVENT;
    throw new UnknownEvent(type, schemaVersion);
  },
  textsOf: ({ metadata: { reason } }) => (reason === undefined ? [] : [{ field: '/metadata/reason', hash: reason }]),
  patientOf: () => undefined,
  open: openWithContentKey,
  openState: () => new KindsFold(),
};

/** How many records there are of each kind, as it is once they are opened. */
class KindsFold implements StateFold {
  readonly #kinds = new Map<string, number>();

  apply({ type }: LedgerRecord): void {
    this.#kinds.set(type, (this.#kinds.get(type) ?? 0) + 1);
  }

  json(): Iterable<string> {
    return [canonicalJson({ kinds: Object.fromEntries(this.#kinds) })];
  }

  teller(): ReturnType<StateFold['teller']> {
    return tell;
  }

  close(): void {
    this.#kinds.clear();
  }
}
