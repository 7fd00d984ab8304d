import { contentKeyOfText } from '@bali/blinding';
import type { FoundTexts } from '@bali/event-store';
import { canonicalJson, type Checkpoint, type FreeText, type LedgerRecord, recordOf, toBase64url } from '@bali/ledger';
import { redactedBy, type TextFault } from '@bali/projections';
import type { AuditedLedger, LedgerText } from '../derived/audited-ledger.js';
import type { ReadEvent } from '../derived/derived-files.js';
import type { WithheldText } from '../format/copy-manifest.js';
import type { FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import type { KindToMake, TextsMet } from './kinds.js';
import type { OutputFiles } from './output-files.js';
import type { PackageOptions, PackageSource } from './package-source.js';

interface Given {
  readonly kind: Pick<KindToMake<object>, 'texts' | 'withholdsTextsOf'>;
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
  readonly record: Pick<LedgerRecord, 'id'>;
  readonly references: readonly LedgerText[];
}

/** The free texts of a package: which its reader may know, which are there, and what is wrong with those that are not. */
export class TextsToWrite {
  readonly #given: Given;
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

  /** Takes from an event of the package what there is to know before the first text is written. */
  note(opened: LedgerRecord): void {
    const { kind, audited } = this.#given;
    const redacted = redactedBy(opened);
    if (redacted !== undefined) this.#redacted.add(redacted);
    if (kind.withholdsTextsOf(opened)) for (const { hash } of audited.textsOf(opened)) this.#secret.add(hash);
  }

  /** Writes the texts that the next events refer to. @returns what the audit log shows of them. */
  async write(events: readonly Referring[]): Promise<Pick<ReadEvent, 'texts' | 'withheld' | 'faults'>> {
    const { kind, source } = this.#given;
    const hashes = events.flatMap(({ references }) => references.map(({ hash }) => hash));
    // What is redacted is not in a package, also where a crash has left the text.
    const known = hashes.filter((hash) => !this.#secret.has(hash) && !this.#redacted.has(hash));
    const found = await source.store.readTexts(kind.texts === 'withheld' ? [] : known);
    for (const event of events) {
      for (const reference of event.references) await this.#writeOne(event, reference, found);
    }
    return { texts: await this.#shown(found.authentic), withheld: this.#secret, faults: this.#faults };
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
