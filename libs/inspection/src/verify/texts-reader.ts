import { canonicalJson, MAX_TEXT_LENGTH, saltedText } from '@bali/ledger';
import type { TextReference } from '@bali/projections';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import { NotVerified } from './not-verified.js';

/** A line of `texts.jsonl`. */
interface TextLine {
  readonly field: string;
  readonly index: number;
  readonly salt: string;
  readonly text: string;
}

/** In JSON a character has at most 6 bytes. */
const MAX_LINE_BYTES = MAX_TEXT_LENGTH * 6 + 1_000;

/** Reads the free texts beside the events that they belong to, each once, in their order. */
export class TextsReader {
  readonly #reader: ByteReader;
  #line = 0;
  #next: TextLine | undefined;
  included = 0;
  /** The first reference to each text that is not there, by its hash. */
  readonly #missing = new Map<string, { readonly index: number; readonly field: string }>();
  readonly #redacted = new Set<string>();

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /**
   * The texts of an event's references, by their hashes; one that is missing was redacted.
   * @throws NotVerified for a text that is not the one whose hash stands in the event.
   */
  async of(
    index: number,
    references: readonly TextReference[],
  ): Promise<ReadonlyMap<string, { readonly text: string }>> {
    const texts = new Map<string, { readonly text: string }>();
    for (const { field, hash } of references) {
      this.#next ??= await this.#read();
      const { index: of, field: named, salt, text } = this.#next ?? { index: -1, field: '', salt: '', text: '' };
      if (of !== index || named !== field) {
        if (!this.#missing.has(hash)) this.#missing.set(hash, { index, field });
        continue;
      }
      const found = saltedText(text, Buffer.from(salt, 'hex')).hash;
      if (found !== hash) throw this.#differs({ index, detail: `The text of ${field}`, expected: hash, found });
      texts.set(hash, { text });
      this.included += 1;
      this.#next = undefined;
    }
    return texts;
  }

  /** A redaction is an event: a text may be missing when one names its hash. */
  redacted(hash: string): void {
    this.#redacted.add(hash);
  }

  /** @throws NotVerified when a text is missing that was never redacted. */
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
    const text = line.toString('utf8');
    const value = parsed(text);
    if (value === undefined || canonicalJson(value) !== text) {
      throw this.#differs({ detail: 'The line is not written as such lines are' });
    }
    return value;
  }

  #differs(more: { index?: number; detail: string; expected?: string; found?: string }): NotVerified {
    return new NotVerified({ fault: 'text-differs', file: FILES.texts, line: this.#line, ...more });
  }
}

function parsed(text: string): TextLine | undefined {
  try {
    const value = JSON.parse(text) as Partial<TextLine>;
    const { field, index, salt, text: words, ...more } = value;
    const isLine =
      typeof field === 'string' &&
      typeof index === 'number' &&
      typeof salt === 'string' &&
      /^[0-9a-f]{64}$/.test(salt) &&
      typeof words === 'string' &&
      words.isWellFormed() &&
      Object.keys(more).length === 0;
    return isLine ? { field, index, salt, text: words } : undefined;
  } catch {
    return undefined;
  }
}
