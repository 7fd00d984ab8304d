import type { Clock } from '@bali/commands';
import { syncToDisk } from '@bali/event-store';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that a person must know of, since a program alone cannot say what is behind it. */
export interface Alarm {
  /** The file of the data directory that it is about. */
  readonly about: string;
  readonly raisedAt: string;
  /** What was found, for people. */
  readonly details: Readonly<Record<string, string>>;
}

const ENDING = '.json';

/**
 * Alarms that stay, over restarts too, until a person has seen them: a file each, in a directory of the data directory. Whoever
 * can write that directory can take them away; the lines in the server's log and its metrics are elsewhere by then.
 */
export class Alarms {
  readonly #directory: string;
  readonly #now: Clock;
  /** What alarms that could not be kept are about. They stay for as long as this process runs. */
  readonly #unkept = new Set<string>();

  constructor(directory: string, now: Clock) {
    this.#directory = directory;
    this.#now = now;
  }

  /** Keeps an alarm about a file, durably. @throws what writing throws, where the disk is full. */
  raise(about: string, details: Alarm['details']): void {
    this.#unkept.add(about);
    const alarm: Alarm = { about, raisedAt: this.#now().toISOString(), details };
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const path = join(this.#directory, this.#nextName(about));
    writeFileSync(`${path}.unfinished`, `${JSON.stringify(alarm, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.unfinished`, path);
    syncToDisk(this.#directory);
    this.#unkept.delete(about);
  }

  /** Whether an alarm about a file was raised that nobody has seen yet. */
  isRaised(about: string): boolean {
    return this.#unkept.has(about) || this.#names().some((name) => name.startsWith(`${about}.`));
  }

  /** The alarms that nobody has seen yet. One that cannot be read any more is still one. */
  all(): readonly Alarm[] {
    return this.#names().map((name) => this.#read(name));
  }

  /** A person has seen all that were raised. @returns those. */
  seen(): readonly Alarm[] {
    const names = this.#names();
    const alarms = names.map((name) => this.#read(name));
    for (const name of names) rmSync(join(this.#directory, name), { force: true });
    return alarms;
  }

  #nextName(about: string): string {
    const taken = new Set(this.#names());
    let number = 1;
    while (taken.has(`${about}.${number}${ENDING}`)) number += 1;
    return `${about}.${number}${ENDING}`;
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#directory)
        .filter((name) => name.endsWith(ENDING))
        .toSorted();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #read(name: string): Alarm {
    try {
      return JSON.parse(readFileSync(join(this.#directory, name), 'utf8')) as Alarm;
    } catch {
      return { about: name.slice(0, -ENDING.length), raisedAt: '', details: { what: 'this alarm cannot be read' } };
    }
  }
}
