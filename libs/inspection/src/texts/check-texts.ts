import { SEALED_EVENT } from '@bali/blinding';
import type { EventStore, FoundTexts } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { redactedBy, type TextFault } from '@bali/projections';
import type { AuditedLedger, LedgerText } from '../derived/audited-ledger.js';
import { auditedLedger } from '../derived/audited-ledgers.js';

/** Opens a record of the sealed ledger. @throws what opening throws, where the keys are not those that sealed it. */
export type OpenSealed = (record: LedgerRecord) => Promise<LedgerRecord>;

/** A free text that an event of a ledger refers to, that is not as it was written, and that no event says was redacted. */
export interface TextAtFault {
  readonly hash: string;
  readonly fault: TextFault;
  /** The id of the first event that refers to it. */
  readonly event: string;
  /** JSON pointer into that event. */
  readonly field: string;
}

/** What was found of the free texts of a ledger. */
export interface TextsChecked {
  readonly faulty: readonly TextAtFault[];
  /** The hashes of the texts that the ledger says were redacted. */
  readonly redacted: ReadonlySet<string>;
  /** Whether every event could be read. Of one that could not, nobody here knows which texts it refers to. */
  readonly isComplete: boolean;
}

export interface TextCheckOptions {
  /** Without it, what the events of the sealed ledger refer to cannot be known. */
  readonly openSealed?: OpenSealed;
  /** What the trial ledger says was redacted. Without it, the copies that the sealed ledger keeps of its texts are not asked for. */
  readonly redactedInTrial?: ReadonlySet<string>;
}

type LedgerToCheck = Pick<EventStore, 'ledger' | 'read' | 'readTexts'>;

/** Looks for each free text that the events of a ledger refer to. Memory grows with the texts that are not there. */
export async function checkTexts(ledger: LedgerToCheck, options: TextCheckOptions = {}): Promise<TextsChecked> {
  const check = new TextCheck(ledger, options);
  let next = 0;
  for await (const page of ledger.read()) {
    await check.take(page);
    next += page.length;
  }
  // A text is erased after the event that says so: where one was erased meanwhile, that event is there by now.
  if (check.mayBeFaulty) for await (const page of ledger.read(next)) await check.take(page);
  return check.result();
}

class TextCheck {
  readonly #ledger: LedgerToCheck;
  readonly #options: TextCheckOptions;
  readonly #audited: AuditedLedger;
  readonly #absent = new Map<string, TextAtFault & Pick<LedgerText, 'copyOf'>>();
  readonly #redacted = new Set<string>();
  #isComplete = true;

  constructor(ledger: LedgerToCheck, options: TextCheckOptions) {
    this.#ledger = ledger;
    this.#options = options;
    this.#audited = auditedLedger(ledger.ledger);
  }

  get mayBeFaulty(): boolean {
    return this.#absent.size > 0;
  }

  async take(page: readonly { readonly leaf: Uint8Array }[]): Promise<void> {
    const named: (LedgerText & { readonly event: string })[] = [];
    for (const { leaf } of page) {
      const record = await this.#understood(leaf);
      if (record === undefined) continue;
      const redacted = redactedBy(record);
      if (redacted !== undefined) this.#redacted.add(redacted);
      for (const reference of this.#audited.textsOf(record)) named.push({ ...reference, event: record.id });
    }
    if (named.length === 0) return;
    const found = await this.#ledger.readTexts([...new Set(named.map(({ hash }) => hash))]);
    for (const reference of named) this.#note(reference, found);
  }

  result(): TextsChecked {
    const faulty = [...this.#absent.values()].filter((text) => !this.#isRedacted(text));
    return {
      faulty: faulty.map(({ copyOf: _, ...text }) => text),
      redacted: this.#redacted,
      isComplete: this.#isComplete,
    };
  }

  #note({ hash, field, copyOf, event }: LedgerText & { readonly event: string }, found: FoundTexts): void {
    if (found.authentic.has(hash) || this.#absent.has(hash)) return;
    const fault = found.altered.has(hash) ? 'altered' : 'missing';
    this.#absent.set(hash, { hash, fault, event, field, ...(copyOf !== undefined && { copyOf }) });
  }

  #isRedacted({ hash, fault, copyOf }: TextAtFault & Pick<LedgerText, 'copyOf'>): boolean {
    if (this.#redacted.has(hash)) return true;
    if (copyOf === undefined) return false;
    const { redactedInTrial } = this.#options;
    return redactedInTrial === undefined ? fault === 'missing' : redactedInTrial.has(copyOf);
  }

  /** Undefined for a record whose texts nobody can know here: it cannot be opened, or is not one that this software knows. */
  async #understood(leaf: Uint8Array): Promise<LedgerRecord | undefined> {
    try {
      const record = await this.#opened(recordOf(leaf));
      if (record !== undefined) {
        (this.#audited.openedDefinitionOf ?? this.#audited.definitionOf)(record.type, record.schemaVersion);
        return record;
      }
    } catch {
      // What is wrong with it is found by those who verify events. A back-up is made of it all the same.
    }
    this.#isComplete = false;
    return undefined;
  }

  async #opened(record: LedgerRecord): Promise<LedgerRecord | undefined> {
    if (this.#ledger.ledger !== 'sealed' || record.type !== SEALED_EVENT.type) return record;
    return this.#options.openSealed?.(record);
  }
}
