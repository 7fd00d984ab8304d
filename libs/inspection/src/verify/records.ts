import type { LedgerRecord } from '@bali/ledger';
import { isOfEarlierEvent, redactedBy } from '@bali/projections/portable';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { LedgerText } from '../derived/audited-ledger.js';
import type { WithheldText } from '../format/withheld-text.js';
import type { ContentKeysReader } from './content-keys-reader.js';
import type { PlacedLeaf } from './event-lines.js';
import { WithheldGrounds } from './withheld-grounds.js';
import type { Contents } from './kind.js';
import { type Policy, refuseUnknownPasskey } from './policy.js';
import { type RecordRules, refuseInvalidSignature } from './record-rules.js';
import type { TextsReader } from './texts-reader.js';

/** What stands beside the events. */
interface Beside {
  readonly contentKeys: ContentKeysReader;
  /** Absent where the file of the texts is not there, which is told once the events were looked at. */
  readonly texts: TextsReader | undefined;
}

/** Holds the leaves of a package, which are those of the tree, to what every event and every text must be. */
export class RecordsToVerify {
  readonly #fold: LedgerFold;
  readonly #rules: RecordRules;
  readonly #beside: Beside;
  readonly #contents: Pick<Contents, 'withheldIn' | 'faultsIn' | 'belongs' | 'isForTheSite'>;
  readonly #policy: Policy;
  /** How many places of the events hold a text's hash. */
  references = 0;
  readonly withheld: WithheldText[] = [];
  readonly grounds: WithheldGrounds;

  constructor(
    fold: LedgerFold,
    rules: RecordRules,
    contents: Pick<Contents, 'withheldIn' | 'faultsIn' | 'belongs' | 'isForTheSite'>,
    beside: Beside,
    policy: Policy,
  ) {
    this.#fold = fold;
    this.#rules = rules;
    this.#contents = contents;
    this.grounds = new WithheldGrounds(contents);
    this.#beside = beside;
    this.#policy = policy;
  }

  /** The next ones. @throws NotVerified naming the first rule that one of them breaks. */
  async verify(leaves: Iterable<PlacedLeaf>): Promise<void> {
    const { audited } = this.#fold;
    const isSealed = audited.open !== undefined;
    for (const { index, leaf } of leaves) {
      const record = this.#rules.recordIn(leaf, index);
      this.#contents.belongs(record, index);
      const opened = isSealed ? await this.#beside.contentKeys.opened(record, index) : record;
      if (isSealed) this.#rules.checkOpened(opened, index);
      this.#fold.apply(record, leaf.byteLength, opened);
      refuseInvalidSignature(this.#fold, record, index);
      refuseUnknownPasskey(opened, index, this.#policy);
      this.grounds.take(opened);
      const references = audited.textsOf(opened);
      if (references.length > 0) await this.#verifyTexts(opened, index, references);
      const redacted = redactedBy(opened);
      if (redacted !== undefined) this.#beside.texts?.redacted(redacted);
    }
  }

  async #verifyTexts(record: LedgerRecord, index: number, references: readonly LedgerText[]): Promise<void> {
    const withheld = this.#contents.withheldIn(index, references);
    for (const reference of withheld) {
      if (!isOfEarlierEvent(record, reference)) this.grounds.ask({ index, record, ...reference });
    }
    this.references += references.length;
    this.withheld.push(...withheld.map(({ field }) => ({ index, field })));
    await this.#beside.texts?.of(index, references, withheld, this.#contents.faultsIn(index));
  }
}
