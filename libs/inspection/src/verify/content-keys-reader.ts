import type { LedgerRecord } from '@bali/ledger';
import type { AuditedLedger } from '../derived/audited-ledger.js';
import { contentKeyIn } from '../format/content-keys.js';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import { byteCharacters } from './event-lines.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';

const MAX_LINE_BYTES = 200;

/** Opens sealed records with the keys beside them, each once, in their order. Of a ledger that is not sealed, it does nothing. */
export class ContentKeysReader {
  readonly #open: AuditedLedger['open'];
  readonly #reader: ByteReader | undefined;

  constructor(audited: AuditedLedger, files: ListedFiles) {
    this.#open = audited.open;
    this.#reader = audited.open === undefined ? undefined : files.read(FILES.contentKeys);
  }

  /** What a record holds. @throws NotVerified when its key is not there, or does not open it. */
  async opened(record: LedgerRecord, index: number): Promise<LedgerRecord> {
    if (this.#open === undefined || this.#reader === undefined) return record;
    const [line] = await this.#reader.lines(1, MAX_LINE_BYTES);
    const key = line === undefined ? undefined : contentKeyIn(byteCharacters(line), index);
    if (key === undefined) throw wrong(index, 'Its line does not hold the key of this event');
    try {
      return await this.#open(record, key);
    } catch (error) {
      throw wrong(index, error instanceof Error ? error.message : String(error), error);
    }
  }

  /** @throws NotVerified when there are keys of no event, or the file is not the listed one. */
  async end(files: ListedFiles): Promise<void> {
    if (this.#reader === undefined) return;
    if (!(await this.#reader.isAtEnd())) {
      throw new NotVerified({
        fault: 'content-key-wrong',
        file: FILES.contentKeys,
        detail: 'There are more keys than events',
      });
    }
    files.settleRead(FILES.contentKeys, await this.#reader.finish(), 'as-listed');
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }
}

function wrong(index: number, detail: string, cause?: unknown): NotVerified {
  const finding = { fault: 'content-key-wrong', file: FILES.contentKeys, line: index + 1, index, detail } as const;
  return new NotVerified(finding, { cause });
}
