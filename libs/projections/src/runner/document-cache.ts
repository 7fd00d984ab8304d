/** Where documents are kept. */
export interface DocumentTable<Document> {
  /** @returns the document and its size as JSON, or undefined if there is none of this key. */
  load(key: string): { readonly document: Document; readonly size: number } | undefined;
  save(key: string, document: Document): void;
}

interface Cached<Document> {
  document: Document;
  size: number;
  changed: boolean;
}

/**
 * Documents held in memory while events are applied to them, and written at the end of the batch. Those that were not
 * used for longest are written and let go of when all together grow beyond a size, so that memory stays flat however
 * many there are.
 */
export class DocumentCache<Document> {
  readonly #table: DocumentTable<Document>;
  readonly #maxSize: number;
  /** From the one that was not used for longest to the one used last. */
  readonly #cached = new Map<string, Cached<Document>>();
  #size = 0;

  /** @param maxSize of all documents together, as JSON, in bytes (about: the size of what is applied is reckoned). */
  constructor(table: DocumentTable<Document>, maxSize: number) {
    this.#table = table;
    this.#maxSize = maxSize;
  }

  /** @param size of what is applied, in bytes: the document is reckoned to grow by it. */
  update(key: string, size: number, change: (document: Document | undefined) => Document): void {
    const cached = this.#take(key);
    const document = change(cached?.document);
    this.#cached.set(key, { document, size: (cached?.size ?? 0) + size, changed: true });
    this.#size += size;
    this.#evict();
  }

  flush(): void {
    for (const [key, cached] of this.#cached) {
      if (cached.changed) this.#table.save(key, cached.document);
      cached.changed = false;
    }
  }

  /** Takes it out, so that it is put back as the one used last. */
  #take(key: string): Cached<Document> | undefined {
    const cached = this.#cached.get(key);
    if (cached !== undefined) {
      this.#cached.delete(key);
      return cached;
    }
    const loaded = this.#table.load(key);
    if (loaded !== undefined) this.#size += loaded.size;
    return loaded && { ...loaded, changed: false };
  }

  #evict(): void {
    for (const [key, { document, size, changed }] of this.#cached) {
      if (this.#size <= this.#maxSize || this.#cached.size === 1) return;
      if (changed) this.#table.save(key, document);
      this.#cached.delete(key);
      this.#size -= size;
    }
  }
}
