import { createHash } from 'node:crypto';
import type { Received } from './wire.js';

/** Something that somebody who is blinded got to see. */
export interface Seen {
  /** Who asked for what. */
  readonly what: string;
  readonly bytes: Buffer;
}

/** All that the blinded got to see of a world, in its order. */
export class Transcript {
  readonly seen: Seen[] = [];
  #bytes = 0;
  #responses = 0;

  /** An answer: status, headers in their order, body. Only the server's own clock is taken out, which no test sets. */
  response(what: string, { status, headers, body }: Received): void {
    const lines = headers.map(([name, value]) => `${name}: ${name.toLowerCase() === 'date' ? '(now)' : value}`);
    const head = Buffer.from(`${status}\n${lines.join('\n')}\n\n`, 'utf8');
    this.#responses += 1;
    this.bytes(what, Buffer.concat([head, body]));
  }

  bytes(what: string, bytes: Buffer): void {
    this.#bytes += bytes.byteLength;
    this.seen.push({ what, bytes });
  }

  get size(): { readonly responses: number; readonly bytes: number } {
    return { responses: this.#responses, bytes: this.#bytes };
  }

  /** All that was seen, by the kind of thing that it is: what stays the same from one version of the software to the next. */
  byKind(): ReadonlyMap<string, Buffer> {
    const kinds = Map.groupBy(
      this.seen.filter(({ what }) => !WORDS_OF_THE_SOFTWARE.test(what)),
      ({ what }) => kindOf(what),
    );
    const whole = (seen: readonly Seen[]) =>
      Buffer.concat(seen.flatMap(({ what, bytes }) => [Buffer.from(`${what}\n`), withoutSentences(bytes)]));
    return new Map([...kinds].toSorted(byName).map(([kind, seen]) => [kind, whole(seen)]));
  }

  digest(): string {
    const hash = createHash('sha256');
    for (const { what, bytes } of this.seen) hash.update(`${what}\n${bytes.byteLength}\n`).update(bytes);
    return hash.digest('hex');
  }
}

/** Documentation, which has golden files of its own or none, and logs, which are for operators alone. */
const WORDS_OF_THE_SOFTWARE = /^GET \/(openapi.json|docs|problems)|^the log of /;

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** The same for all patients, events, people and queries. */
function kindOf(what: string): string {
  return what
    .replace(/ as \S+$/, '')
    .replace(/\?\S+/, '')
    .replaceAll(/[A-Z]{3}-[0-9]{3}/g, '{patient}')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replaceAll(/\b[0-9]+\b/g, '{number}');
}

/** The identity of an installation is drawn anew in each run of the tests, and is the same in both worlds of a run. */
const INSTALLATION = /"installation":"[0-9a-f-]{36}"/;

/** An answer without what problems and metrics say to people, and without the length of that. */
function withoutSentences(bytes: Buffer): Buffer {
  const text = bytes.toString('utf8');
  const head = text.slice(0, text.indexOf('\n\n'));
  const body = text.slice(head.length + 2);
  const rest = (kept: string) => Buffer.from(`${head.replace(/\ncontent-length: [0-9]*/, '')}\n${kept}`);
  if (head.includes('\ncontent-type: application/problem+json'))
    return rest(JSON.stringify(JSON.parse(body, withoutProse)));
  if (INSTALLATION.test(body)) return rest(body.replace(INSTALLATION, ''));
  return text.includes('\n# HELP ') ? rest(body.replaceAll(/^# HELP .*$/gm, '')) : bytes;
}

function withoutProse(name: string, value: unknown): unknown {
  return ['title', 'detail', 'message'].includes(name) ? undefined : value;
}

/** Where two transcripts are not the same, to the byte; `undefined`: nowhere. @param from what was seen before is not compared. */
export function difference(one: Transcript, other: Transcript, from = 0): string | undefined {
  const length = Math.max(one.seen.length, other.seen.length);
  for (let place = from; place < length; place += 1) {
    const found = differenceAt(place, one, other);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differenceAt(place: number, one: Transcript, other: Transcript): string | undefined {
  const [mine, theirs] = [one.seen[place], other.seen[place]];
  if (mine === undefined || theirs === undefined) return `only one has ${String((mine ?? theirs)?.what)}`;
  if (mine.what !== theirs.what) return `${mine.what} in place of ${theirs.what}`;
  if (!mine.bytes.equals(theirs.bytes)) return `${mine.what}: ${around(mine.bytes, theirs.bytes)}`;
  return undefined;
}

/** The two texts near the first byte that differs. */
function around(one: Buffer, other: Buffer): string {
  const end = Math.min(one.byteLength, other.byteLength);
  let place = 0;
  while (place < end && one[place] === other[place]) place += 1;
  const near = (bytes: Buffer) => JSON.stringify(bytes.subarray(Math.max(0, place - 60), place + 60).toString('utf8'));
  return `byte ${place}: ${near(one)} and ${near(other)}`;
}
