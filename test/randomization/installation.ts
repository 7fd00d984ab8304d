import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import { patience } from '@bali/event-store/testing';
import { dataDirectory, headMarkPath, openLedgerToRead } from '@bali/installation';
import { LEDGERS, type LedgerRecord, recordOf } from '@bali/ledger';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import type { SiteApiUnderTest } from '@bali-app/site-api/testing';
import { SiteProcess } from './site-process-handle.js';

/** A command as it is sent. */
export interface Sent {
  readonly path: string;
  readonly body: object;
  readonly token: string;
  readonly key?: string;
}

/** Site APIs in processes of their own, all on the ledgers of an installation that was prepared, and has stopped. */
export class Installation implements AsyncDisposable {
  readonly #prepared: SiteApiUnderTest;
  readonly #keys: SiteApiUnderTest['api']['resources']['sealingKeys'];
  readonly #now: string;
  readonly #needed: number;
  /** Loading takes long, and opens nothing: it is done ahead. */
  readonly #loaded: SiteProcess[] = [];
  readonly #opened: SiteProcess[] = [];

  /** @param needed how many processes will be started. @param ahead how many of them are loaded before their start. */
  constructor(prepared: SiteApiUnderTest, now: string, needed: number, ahead: number) {
    this.#prepared = prepared;
    this.#keys = prepared.api.resources.sealingKeys;
    this.#now = now;
    this.#needed = needed;
    this.#load(ahead);
  }

  /** A process with projections and accounts' passwords of its own; the ledgers and their keys are everyone's. */
  async start(name: string): Promise<SiteProcess> {
    const { directory } = this.#prepared;
    const own = dataDirectory(`${directory.path}-${name}`);
    await mkdir(own.path, { mode: 0o700 });
    await copyFile(directory.credentials, own.credentials);
    await mkdir(own.keys, { mode: 0o700 });
    for (const ledger of LEDGERS) await copyFile(headMarkPath(directory, ledger), headMarkPath(own, ledger));
    const process = this.#loaded.shift() ?? new SiteProcess();
    this.#opened.push(process);
    this.#load(1);
    return process.open({ name, now: this.#now, path: own.path, shared: directory.path });
  }

  /** Loads processes ahead, up to a limit, but for those that nobody will need. */
  #load(count: number): void {
    const needed = this.#needed - this.#opened.length - this.#loaded.length;
    this.#loaded.push(...Array.from({ length: Math.min(count, needed) }, () => new SiteProcess()));
  }

  async post({ url }: SiteProcess, { path, body, token, key = randomUUID() }: Sent) {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      authorization: `Bearer ${token}`,
    };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, text: await answer.text() };
  }

  /** What the sealed ledger holds, opened, in its order. */
  async sealed(): Promise<readonly LedgerRecord[]> {
    const stored = await this.reading('sealed', (ledger) => ledger.readStream(SEALED_STREAM));
    return Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), this.#keys)));
  }

  /** What the trial ledger holds of a type, in its order. */
  async trial(type: string): Promise<readonly LedgerRecord[]> {
    return this.reading('trial', async (ledger) => {
      const records: LedgerRecord[] = [];
      for await (const page of ledger.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
      return records.filter((record) => record.type === type);
    });
  }

  /** Resolves with the event of a patient as soon as the trial ledger holds it. */
  async untilThere(type: string, patient: string): Promise<LedgerRecord> {
    return this.reading('trial', async (ledger) => {
      for await (const page of ledger.follow(0, patience())) {
        const records = page.map(({ leaf }) => recordOf(leaf));
        const found = records.find((record) => record.type === type && record.stream === `patient-${patient}`);
        if (found !== undefined) return found;
      }
      throw new Error(`there is no ${type} of ${patient}`);
    });
  }

  async reading<Result>(name: 'trial' | 'sealed', read: (ledger: EventStore) => Promise<Result>): Promise<Result> {
    const ledger = await openLedgerToRead(this.#prepared.directory, name);
    try {
      return await read(ledger);
    } finally {
      await ledger.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#loaded, ...this.#opened].map((opened) => opened[Symbol.asyncDispose]()));
    await this.#prepared[Symbol.asyncDispose]();
  }
}
