import { recordOf, TILE_WIDTH } from '@bali/ledger';
import type { TextFault } from '@bali/projections/portable';
import type { ReadEvent } from '../derived/derived-files.js';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { AuditedLedger } from '../derived/audited-ledger.js';
import { FILES } from '../format/layout.js';
import type { AnyManifest } from '../format/manifest.js';
import { ContentKeysReader } from './content-keys-reader.js';
import type { PlacedLeaf } from './event-lines.js';
import type { Contents, Given } from './kind.js';
import { TextsReader } from './texts-reader.js';

const NO_TEXTS: ReadEvent['texts'] = new Map();

/** The events and their texts again, now that it is known that they are right. */
export async function* readAgain(
  contents: Contents,
  { files, policy: { progress, signal } }: Given<AnyManifest>,
  { audited, counts }: LedgerFold,
): AsyncGenerator<readonly ReadEvent[]> {
  const leaves = contents.leavesAgain();
  const textLines = files.readAgain(FILES.texts);
  const contentKeys = new ContentKeysReader(audited, files);
  const again = new EventsAgain(contents, audited, new TextsReader(textLines, audited), contentKeys);
  let done = 0;
  try {
    for (let block = await leaves.next(TILE_WIDTH); block.length > 0; block = await leaves.next(TILE_WIDTH)) {
      signal?.throwIfAborted();
      yield await again.of(block);
      done += block.length;
      progress?.({ step: 'audit-log', done, of: counts.events });
    }
  } finally {
    await leaves.close();
    await textLines.close();
    await contentKeys.close();
  }
}

class EventsAgain {
  readonly #contents: Contents;
  readonly #audited: AuditedLedger;
  readonly #texts: TextsReader;
  readonly #contentKeys: ContentKeysReader;
  /** The hashes of texts that are withheld, wherever they stand. */
  readonly #withheld = new Set<string>();
  readonly #faults = new Map<string, TextFault>();

  constructor(contents: Contents, audited: AuditedLedger, texts: TextsReader, contentKeys: ContentKeysReader) {
    this.#contents = contents;
    this.#audited = audited;
    this.#texts = texts;
    this.#contentKeys = contentKeys;
  }

  /** It waits for nothing where nothing is sealed and no text is named: there are millions of such events. */
  async of(block: readonly PlacedLeaf[]): Promise<readonly ReadEvent[]> {
    const events: ReadEvent[] = [];
    const sealed = this.#audited.open !== undefined;
    for (const { index, leaf } of block) {
      const stored = recordOf(leaf);
      const record = sealed ? await this.#contentKeys.opened(stored, index) : stored;
      const references = this.#audited.textsOf(record);
      const secret = this.#contents.withheldIn(index, references);
      for (const { hash } of secret) this.#withheld.add(hash);
      const faults = this.#contents.faultsIn(index);
      for (const { field, hash } of references) this.#noteFault(hash, faults.get(field));
      const texts = references.length === 0 ? NO_TEXTS : await this.#texts.of(index, references, secret, faults);
      events.push({ index, leaf, record, sealed, texts, withheld: this.#withheld, faults: this.#faults });
    }
    return events;
  }

  #noteFault(hash: string, fault: TextFault | undefined): void {
    if (fault !== undefined) this.#faults.set(hash, fault);
  }
}
