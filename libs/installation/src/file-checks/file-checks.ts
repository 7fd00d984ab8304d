import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Alarms } from '../alarms/alarms.js';
import type { OperatorLog } from '../nest/installation.module.js';
import type { CheckedFile } from './checked-files.js';

const PROGRAM = fileURLToPath(new URL(`./integrity-process${extname(import.meta.filename)}`, import.meta.url));

/** Between two checks of all files. */
const CHECK_EVERY_MS = 86_400_000;

export interface FileChecksOptions {
  /** Gives the files that are there now. */
  readonly files: () => readonly CheckedFile[];
  /** A file that is there while the process runs: one that is there at the start says that the process before it was killed. */
  readonly marker: string;
  readonly alarms: Alarms;
  readonly log: OperatorLog;
}

/**
 * Checks the SQLite files of an installation, one after another, each in a process of its own: once a day, at the start after a
 * process that did not close them, and when a reading meets a page that is damaged. What is damaged is an alarm that names the file
 * and says what to do. Nothing tells how long a check took, or how far it has come.
 */
export class FileChecks {
  readonly #options: FileChecksOptions;
  readonly #stopping = new AbortController();
  readonly #wasKilled: boolean;
  #following: Promise<void> | undefined;
  #checking: Promise<void> | undefined;
  #isSuspected = false;

  constructor(options: FileChecksOptions) {
    this.#options = options;
    this.#wasKilled = existsSync(options.marker);
    writeFileSync(options.marker, '', { mode: 0o600 });
  }

  /** False from when a reading met damage until all files were looked at. Afterwards the alarms say which one it is. */
  get isUp(): boolean {
    return !this.#isSuspected;
  }

  /** Checks in the background, until it is closed. */
  follow(): void {
    this.#following ??= this.#follow(this.#stopping.signal);
  }

  /** A reading met a page that is damaged: which file it was in is found out at once. */
  suspect(): void {
    if (this.#isSuspected) return;
    this.#isSuspected = true;
    this.#options.log.error({}, 'a reading met a file that is damaged: all files are looked at');
    void this.check().finally(() => (this.#isSuspected = false));
  }

  /** Looks at all files. Who asks while it is under way waits for the same end. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#following, this.#checking]);
    rmSync(this.#options.marker, { force: true });
  }

  async #follow(signal: AbortSignal): Promise<void> {
    if (this.#wasKilled) await this.check();
    while (!signal.aborted) {
      await delay(CHECK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (!isAborted(signal)) await this.check();
    }
  }

  async #check(): Promise<void> {
    for (const file of this.#options.files()) {
      if (this.#stopping.signal.aborted) return;
      await this.#checkFile(file);
    }
  }

  async #checkFile(file: CheckedFile): Promise<void> {
    const { signal } = this.#stopping;
    try {
      const fault = await faultIn(file.path, signal);
      if (fault !== '') this.#raise(file, fault);
    } catch (error) {
      const details = { err: error, file: basename(file.path) };
      if (!isAborted(signal)) this.#options.log.error(details, 'this file could not be checked: tried again in a day');
    }
  }

  #raise({ path, isSealed, wayOut }: CheckedFile, fault: string): void {
    const { alarms, log } = this.#options;
    const file = basename(path);
    // SQLite says which page and which row: of a sealed file that would tell how large it is.
    const details = { what: 'the file is damaged', ...(isSealed ? {} : { fault }), wayOut };
    log.error({ file, ...details }, 'THIS FILE IS DAMAGED');
    try {
      if (!alarms.isRaised(file)) alarms.raise(file, details);
    } catch (error) {
      log.error({ err: error, file }, 'the alarm could not be kept: it stands until the process ends');
    }
  }
}

/** What is wrong with a file: nothing, where all is well. @throws Error when it could not be checked. */
async function faultIn(path: string, signal: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, path], {
    env: {},
    stdio: ['ignore', 'pipe', 'ignore'],
    signal,
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [said, [code]] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`the check ended with code ${String(code)}`);
  return said;
}

/** A function, so that the compiler does not take an earlier answer for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
