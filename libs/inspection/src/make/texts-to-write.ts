import { TextKnowledge } from '@bali/access';
import { contentKeyOfText } from '@bali/blinding';
import type { FoundTexts } from '@bali/event-store';
import { canonicalJson, type Checkpoint, type FreeText, type LedgerRecord, recordOf, toBase64url } from '@bali/ledger';
import { isOfEarlierEvent, redactedBy, type TextFault } from '@bali/projections';
import type { AuditedLedger, LedgerText } from '../derived/audited-ledger.js';
import type { ReadEvent } from '../derived/derived-files.js';
import type { FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import type { WithheldText } from '../format/withheld-text.js';
import type { KindToMake, TextsMet } from './kinds.js';
import type { OutputFiles } from './output-files.js';
import type { StoredRecord } from './records-of-site.js';
import type { PackageOptions, PackageSource } from './package-source.js';

interface Given {
  readonly kind: Pick<KindToMake<object>, 'texts' | 'mayKnow'>;
  readonly source: PackageSource;
  readonly audited: AuditedLedger;
  readonly head: Checkpoint;
  readonly files: OutputFiles;
  /** Opens a record, where it is sealed. */
  readonly opened: (record: LedgerRecord) => Promise<LedgerRecord>;
  readonly options: Pick<PackageOptions<never>, 'textAtFault'>;
}

/** An event, and the free texts that it refers to. */
interface Referring {
  readonly index: number;
  readonly record: LedgerRecord;
  readonly references: readonly LedgerText[];
}

/** The free texts of a package: which its reader may know, which are there, and what is wrong with those that are not. */
export class TextsToWrite {
  readonly #given: Given;
  readonly #known = new TextKnowledge();
  /** The latest moment at which an event of the package was recorded. */
  #asOf = '';
  /** Hashes of texts that the reader may not know, wherever they stand. */
  readonly #secret = new Set<string>();
  readonly #redacted = new Set<string>();
  /** Hashes that events redact which come after the last event of the package. */
  readonly #redactedLater = new Set<string>();
  #nextLater: number;
  readonly #faults = new Map<string, TextFault>();
  readonly #withheld: WithheldText[] = [];
  readonly #faulty: FaultyText[] = [];
  #references = 0;
  #included = 0;

  constructor(given: Given) {
    this.#given = given;
    this.#nextLater = given.head.size;
  }

  /** Known once all texts were written. */
  get met(): TextsMet {
    const [references, included] = [this.#references, this.#included];
    return { references, included, withheld: this.#withheld, faulty: this.#faulty };
  }

  /** Takes events of the ledger, in their order, whether or not they are in the package: who reads a text depends on all of them. */
  take(block: readonly StoredRecord[]): void {
    for (const { type, leaf } of block) if (TextKnowledge.TYPES.includes(type)) this.#known.take(recordOf(leaf));
  }

  /** Takes from an event of the package what there is to know before the first text is written. */
  note(opened: LedgerRecord): void {
    const redacted = redactedBy(opened);
    if (redacted !== undefined) this.#redacted.add(redacted);
    const { recordedAt } = opened.metadata;
    if (recordedAt > this.#asOf) this.#asOf = recordedAt;
  }

  /** Writes the texts that the next events refer to. @returns what the audit log shows of them. */
  async write(events: readonly Referring[]): Promise<Pick<ReadEvent, 'texts' | 'withheld' | 'faults'>> {
    const { kind, source } = this.#given;
    if (kind.texts === 'included') for (const event of events) this.#judge(event);
    const hashes = events.flatMap(({ references }) => references.map(({ hash }) => hash));
    // What is redacted is not in a package, also where a crash has left the text.
    const known = hashes.filter((hash) => !this.#secret.has(hash) && !this.#redacted.has(hash));
    const found = await source.store.readTexts(kind.texts === 'withheld' ? [] : known);
    for (const event of events) {
      for (const reference of event.references) await this.#writeOne(event, reference, found);
    }
    return { texts: await this.#shown(found.authentic), withheld: this.#secret, faults: this.#faults };
  }

  #judge({ record, references }: Referring): void {
    for (const reference of references) {
      // What is redacted is so for everybody, and an event says it.
      if (isOfEarlierEvent(record, reference) || this.#redacted.has(reference.hash)) continue;
      if (!this.#mayKnow(record, reference)) this.#secret.add(reference.hash);
    }
  }

  #mayKnow(record: LedgerRecord, { field, hash }: LedgerText): boolean {
    const known = this.#known;
    const said = { isFlagged: known.isFlagged(hash), isReleased: known.isReleased(hash), asOf: this.#asOf };
    return this.#given.kind.mayKnow({ record, field, authorKnew: known.authorKnew(record), ...said });
  }

  async #writeOne(event: Referring, reference: LedgerText, found: FoundTexts): Promise<void> {
    const { index } = event;
    const { field, hash } = reference;
    this.#references += 1;
    if (this.#secret.has(hash)) {
      this.#withheld.push({ index, field });
      return;
    }
    const kept = found.authentic.get(hash);
    if (kept === undefined) {
      await this.#noteFault(event, reference, found);
      return;
    }
    this.#included += 1;
    const { salt, text } = kept;
    const line = canonicalJson({ field, index, ...this.#keyOf(kept), salt, text });
    await this.#given.files.add(FILES.texts, `${line}\n`);
  }

  async #noteFault({ index, record }: Referring, reference: LedgerText, found: FoundTexts): Promise<void> {
    const { field, hash } = reference;
    if (this.#given.kind.texts === 'withheld' || this.#redacted.has(hash)) return;
    const fault = await this.#faultOf(reference, found);
    if (fault === undefined) return;
    this.#faults.set(hash, fault);
    this.#faulty.push({ index, field, fault });
    if (fault !== 'redacted-later') this.#given.options.textAtFault?.({ hash, fault, event: record.id, field });
  }

  async #faultOf({ hash, copyOf }: LedgerText, { altered }: FoundTexts): Promise<TextFault | undefined> {
    await this.#readLater();
    if (this.#redactedLater.has(hash)) return 'redacted-later';
    if (altered.has(hash)) return 'altered';
    return copyOf === undefined ? 'missing' : undefined;
  }

  /** A text is erased after the event that says so: what redacts a text that is gone is in the ledger by now. */
  async #readLater(): Promise<void> {
    const { source, opened } = this.#given;
    for await (const page of source.store.read(this.#nextLater)) {
      for (const { leaf } of page) {
        const redacted = redactedBy(await opened(recordOf(leaf)));
        if (redacted !== undefined) this.#redactedLater.add(redacted);
      }
      this.#nextLater += page.length;
    }
  }

  /** What opens a sealed text, as its line has it. */
  #keyOf(text: FreeText): { readonly key?: string } {
    const { audited, source } = this.#given;
    if (audited.openText === undefined || source.sealing === undefined) return {};
    return { key: toBase64url(contentKeyOfText(text, source.sealing)) };
  }

  /** The texts as they may be shown, opened where they are sealed. */
  async #shown(texts: ReadonlyMap<string, FreeText>): Promise<ReadEvent['texts']> {
    const { audited, source } = this.#given;
    const { openText } = audited;
    const { sealing } = source;
    if (openText === undefined || sealing === undefined) return texts;
    const opened = [...texts].map(
      async ([hash, text]) => [hash, { text: await openText(text, contentKeyOfText(text, sealing)) }] as const,
    );
    return new Map(await Promise.all(opened));
  }
}
