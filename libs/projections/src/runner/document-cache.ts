import { LRUCache } from 'lru-cache';

/** Where documents are kept. */
export interface DocumentTable<Document> {
  /** @returns the document and its size as JSON, or undefined if there is none of this key. */
  load(key: string): { readonly document: Document; readonly size: number } | undefined;
  save(key: string, document: Document): void;
}

interface Cached<Document> {
  readonly document: Document;
  readonly size: number;
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
  readonly #cached: LRUCache<string, Cached<Document>>;

  /** @param maxSize of all documents together, as JSON, in bytes (about: the size of what is applied is reckoned); at least 1. */
  constructor(table: DocumentTable<Document>, maxSize: number) {
    this.#table = table;
    this.#maxSize = maxSize;
    this.#cached = new LRUCache({
      maxSize,
      sizeCalculation: ({ size }) => size,
      dispose: ({ document, changed }, key, reason) => {
        if (reason === 'evict' && changed) table.save(key, document);
      },
    });
  }

  /** @param size of what is applied, in bytes: the document is reckoned to grow by it. */
  update(key: string, size: number, change: (document: Document | undefined) => Document): void {
    const before = this.#cached.get(key) ?? this.#table.load(key);
    const cached = { document: change(before?.document), size: (before?.size ?? 0) + size, changed: true };
    // The cache does not take what is larger than all of it, and then forgets the key.
    if (cached.size > this.#maxSize) this.#table.save(key, cached.document);
    this.#cached.set(key, cached);
  }

  flush(): void {
    this.#cached.rforEach((cached, key) => {
      if (cached.changed) this.#table.save(key, cached.document);
      cached.changed = false;
    });
  }
}
