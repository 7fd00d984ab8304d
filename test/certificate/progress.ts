import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** Does a part of long work, or takes what came of it in an earlier run. */
export type Once = <Found>(part: string, work: () => Promise<Found>) => Promise<Found>;

export const EACH_TIME: Once = (_, work) => work();

/** What everything in a file of progress is about: a part of another commit, or of another question, is none of this one. */
export type ProgressOf = Readonly<Record<string, string | number>>;

interface Part {
  readonly part: string;
  /** Which of the runs did it, from 1. */
  readonly run: number;
  /** The load average of the minute when it was done. */
  readonly load: number;
  readonly found: unknown;
}

/**
 * A file of JSON lines: what the progress is of, and then each part that was done. Work that was ended goes on after the last whole line.
 * A line that was cut off is dropped: its part is done again.
 */
export class Progress {
  readonly #parts = new Map<string, Part>();
  readonly #run: number;
  readonly #file: string;

  private constructor(file: string, parts: readonly Part[]) {
    this.#file = file;
    for (const part of parts) this.#parts.set(part.part, part);
    this.#run = 1 + parts.reduce((most, { run }) => Math.max(most, run), 0);
  }

  /** Takes up what is there of the same. What is there of something else is written over. */
  static open(file: string, of: ProgressOf): Progress {
    const first = JSON.stringify(of);
    const [line, ...lines] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const parts = line === first ? partsIn(lines) : [];
    writeFileSync(file, [first, ...parts.map((part) => JSON.stringify(part)), ''].join('\n'));
    return new Progress(file, parts);
  }

  readonly once: Once = async <Found>(part: string, work: () => Promise<Found>): Promise<Found> => {
    const before = this.#parts.get(part);
    if (before !== undefined) return before.found as Found;
    // A part is the same whether it was done now or read from the file: what JSON does not hold is lost at once.
    const found = JSON.parse(JSON.stringify(await work())) as Found;
    const done: Part = { part, run: this.#run, load: loadavg()[0] ?? 0, found };
    appendFileSync(this.#file, `${JSON.stringify(done)}\n`);
    this.#parts.set(part, done);
    return found;
  };

  /** Number of runs in which something was done. */
  get runs(): number {
    return new Set([...this.#parts.values()].map(({ run }) => run)).size;
  }

  /** The least and the most load, on how many cores, of the parts whose names begin like this. */
  loadOf(beginning: string): { readonly least: number; readonly most: number; readonly cores: number } {
    const loads = [...this.#parts.values()].filter(({ part }) => part.startsWith(beginning)).map(({ load }) => load);
    return { least: Math.min(...loads), most: Math.max(...loads), cores: availableParallelism() };
  }
}

function partsIn(lines: readonly string[]): readonly Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    try {
      parts.push(JSON.parse(line) as Part);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      break;
    }
  }
  return parts;
}
