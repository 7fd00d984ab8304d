import {
  canonicalJson,
  type FreeText,
  fromHex,
  fromUtf8,
  MAX_TEXT_LENGTH,
  saltedText,
  strictBase64url,
} from '@bali/ledger';
import type { TextFault } from '@bali/projections/portable';
import type { AuditedLedger, LedgerText } from '../derived/audited-ledger.js';
import type { FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import { NotVerified } from './not-verified.js';

/** A line of `texts.jsonl`. */
interface TextLine {
  readonly field: string;
  readonly index: number;
  /** Of a sealed text: what opens it, base64url. */
  readonly key?: string;
  readonly salt: string;
  readonly text: string;
}

/** In JSON a character has at most 6 bytes. */
const MAX_LINE_BYTES = MAX_TEXT_LENGTH * 6 + 1_000;

const NO_LINE: TextLine = { index: -1, field: '', salt: '', text: '' };
const TEXT_KEY = /^[A-Za-z0-9_-]{43}$/;

/** Reads the free texts beside the events that they belong to, each once, in their order. */
export class TextsReader {
  readonly #reader: ByteReader;
  readonly #openText: AuditedLedger['openText'];
  #line = 0;
  #next: TextLine | undefined;
  included = 0;
  /** The first reference to each text that is not there, by its hash, but for those of which the manifest says so. */
  readonly #missing = new Map<string, { readonly index: number; readonly field: string }>();
  /** Those that are not there, as the manifest says. */
  readonly #faulty: (FaultyText & { readonly hash: string })[] = [];
  readonly #redacted = new Set<string>();

  /** @param audited the ledger: whether its texts are sealed, and each line has the key of its own. */
  constructor(reader: ByteReader, { openText }: Pick<AuditedLedger, 'openText'> = {}) {
    this.#reader = reader;
    this.#openText = openText;
  }

  /**
   * The texts of an event's references, by their hashes; one that is missing was redacted.
   * @param withheld those of the references whose texts are not here.
   * @param faults what the manifest says is wrong with texts of the references, by their fields. @throws NotVerified for a text that is not the one whose
   * hash stands in the event.
   */
  async of(
    index: number,
    references: readonly LedgerText[],
    withheld: readonly LedgerText[],
    faults: ReadonlyMap<string, TextFault>,
  ): Promise<ReadonlyMap<string, { readonly text: string }>> {
    const texts = new Map<string, { readonly text: string }>();
    for (const reference of references) {
      if (withheld.includes(reference)) continue;
      const { field, hash } = reference;
      this.#next ??= await this.#read();
      const { index: of, field: named, key, salt, text } = this.#next ?? NO_LINE;
      if (of !== index || named !== field) {
        this.#noteAbsent(index, reference, faults.get(field));
        continue;
      }
      const found = saltedText(text, fromHex(salt)).hash;
      if (found !== hash) throw this.#differs({ index, detail: `The text of ${field}`, expected: hash, found });
      texts.set(hash, { text: await this.#opened({ hash, text }, index, key) });
      this.included += 1;
      this.#next = undefined;
    }
    return texts;
  }

  #noteAbsent(index: number, { field, hash, copyOf }: LedgerText, fault: TextFault | undefined): void {
    if (fault !== undefined) this.#faulty.push({ index, field, fault, hash });
    else if (copyOf === undefined && !this.#missing.has(hash)) this.#missing.set(hash, { index, field });
  }

  /** What a sealed text says; a text that is not sealed says it as it is. @throws NotVerified */
  async #opened(text: Pick<FreeText, 'hash' | 'text'>, index: number, key: string | undefined): Promise<string> {
    if (this.#openText === undefined || key === undefined) return text.text;
    try {
      return await this.#openText(text, strictBase64url(key) ?? new Uint8Array());
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const place = { line: this.#line, index, detail };
      throw new NotVerified({ fault: 'content-key-wrong', file: FILES.texts, ...place }, { cause: error });
    }
  }

  /** A redaction is an event: a text may be missing when one names its hash. */
  redacted(hash: string): void {
    this.#redacted.add(hash);
  }

  /** Those that the manifest says are not there, and that are not: no event says that they were redacted. Asked at the end. */
  get faulty(): readonly FaultyText[] {
    const unredacted = this.#faulty.filter(({ hash }) => !this.#redacted.has(hash));
    return unredacted.map(({ index, field, fault }) => ({ index, field, fault }));
  }

  /** @throws NotVerified when a text is missing that was never redacted, and of which the manifest says nothing. */
  allAccountedFor(): void {
    for (const [hash, { index, field }] of this.#missing) {
      if (this.#redacted.has(hash)) continue;
      const detail = `The text of ${field} is not there, and no event says that it was redacted`;
      throw new NotVerified({ fault: 'text-missing', file: FILES.texts, index, detail, expected: hash });
    }
  }

  /** @throws NotVerified when there is a text that belongs to no event. */
  async end(): Promise<void> {
    this.#next ??= await this.#read();
    if (this.#next === undefined) return;
    const { index, field } = this.#next;
    throw this.#differs({ detail: `There is no free text at ${field} of event ${index}, or not in this order` });
  }

  async #read(): Promise<TextLine | undefined> {
    const [line] = await this.#reader.lines(1, MAX_LINE_BYTES);
    if (line === undefined) return undefined;
    this.#line += 1;
    const text = fromUtf8(line);
    const value = parsed(text, this.#openText !== undefined);
    if (value === undefined || canonicalJson(value) !== text) {
      throw this.#differs({ detail: 'The line is not written as such lines are' });
    }
    return value;
  }

  #differs(more: { index?: number; detail: string; expected?: string; found?: string }): NotVerified {
    return new NotVerified({ fault: 'text-differs', file: FILES.texts, line: this.#line, ...more });
  }
}

/** A sealed text has a key, and no other has. */
function isKeyOf(key: unknown, isSealed: boolean): boolean {
  return isSealed ? typeof key === 'string' && TEXT_KEY.test(key) : key === undefined;
}

function parsed(text: string, isSealed: boolean): TextLine | undefined {
  try {
    const value = JSON.parse(text) as Partial<TextLine>;
    const { field, index, key, salt, text: words, ...more } = value;
    const isLine =
      typeof field === 'string' &&
      typeof index === 'number' &&
      isKeyOf(key, isSealed) &&
      typeof salt === 'string' &&
      /^[0-9a-f]{64}$/.test(salt) &&
      typeof words === 'string' &&
      words.isWellFormed() &&
      Object.keys(more).length === 0;
    return isLine ? { field, index, ...(key === undefined ? {} : { key }), salt, text: words } : undefined;
  } catch {
    return undefined;
  }
}
