import { equalBytes, type Ledger, parseCheckpoint, parseNote, type TreeHead } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { LedgerHeads, StoredHead } from '../heads/ledger-heads.js';
import type { KeptCheckpoint } from '../event-store.js';
import { VerifiedEvents } from '../heads/verified-events.js';
import { markOf } from '../sqlite/head-writer.js';
import { Authenticity } from './authenticity.js';
import { ACCEPTANCE } from './ledger-acceptances.js';
import type { Reached } from './ledger-identity.js';
import { SideStream } from './side-stream.js';
import { fromWire, headFrom, headIn, headOnWire, idFrom, jsonIn, type ReadEvent, wireEvent } from './wire-event.js';

const TYPE = 'LedgerSealed';
/** Others may have written into the stream; more than these are not looked at. */
const MAX_EVENTS = 256;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whose ledger it is, and, where it was older than heads, the first head of it. It stands after the ledger's identity. */
export interface LedgerSeal {
  readonly installation: string;
  readonly head?: StoredHead;
  /** How many events the stream of checkpoints had then: nothing says of these who wrote them. */
  readonly checkpoints: number;
}

/** What lies beside a ledger before it is sealed. */
export interface KeptBefore {
  readonly last: KeptCheckpoint | undefined;
  /** How many events the stream of checkpoints has. */
  readonly checkpoints: number;
}

export interface SealOptions {
  readonly ledger: Ledger;
  readonly keptBefore: () => Promise<KeptBefore>;
  readonly heads: LedgerHeads;
  readonly readOnly: boolean;
}

/**
 * The seal of a ledger, which is made if there is none: for a new ledger, and for one that is older than heads and begins with what
 * was signed last.
 * @throws NotThisLedger when the ledger is another installation's, or may get no first head.
 */
export async function sealOf(reached: Reached, options: SealOptions): Promise<LedgerSeal> {
  const { installation } = options.heads.keys;
  const seal = (await readSeal(reached, options)) ?? (await madeSeal(reached, options));
  if (seal.installation === installation) return seal;
  throw new NotThisLedger(
    `${reached.names.identity} belongs to the installation ${seal.installation}, and the keys to ${installation}: ` +
      'give this instance the keys of the installation, or name the ledger that belongs to these',
  );
}

async function readSeal(
  { cluster, patience, names, foreign }: Reached,
  options: SealOptions,
): Promise<LedgerSeal | undefined> {
  const stream = new SideStream(cluster, names.identity, patience);
  const [, ...events] = await stream.read(0, MAX_EVENTS);
  let found: LedgerSeal | undefined;
  for (const event of events) {
    if (event.type === ACCEPTANCE) continue;
    const seal = found === undefined ? sealIn(event, options) : undefined;
    if (seal === undefined) foreign.report(stream.name, event.revision, 'an event is no seal of the ledger');
    found ??= seal;
  }
  return found;
}

/** @returns `undefined` for what is no seal, and for one in this installation's name that others have written. */
function sealIn(event: ReadEvent, { ledger, heads: { keys } }: SealOptions): LedgerSeal | undefined {
  const { type, data } = event;
  const { installation, head, size, checkpoints } = (jsonIn(data) ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== TYPE || typeof installation !== 'string' || !UUID.test(installation)) return undefined;
  const first = typeof size === 'number' ? headFrom(head, size) : undefined;
  const seal = { installation, checkpoints: Number(checkpoints), ...(first && { head: first }) };
  const isOurs = new Authenticity(ledger, keys).isOurs('seal', textOf(seal), event);
  return isOurs || installation !== keys.installation ? seal : undefined;
}

/** Whether it is a seal in this installation's name that none of the head keys here has made. */
function isUnderAnotherKey(event: ReadEvent, options: SealOptions): boolean {
  const { installation } = (jsonIn(event.data) ?? {}) as { readonly installation?: unknown };
  const isInOurName = event.type === TYPE && installation === options.heads.keys.installation;
  return isInOurName && sealIn(event, options) === undefined;
}

function textOf({ installation, checkpoints, head }: LedgerSeal): string {
  return JSON.stringify({ installation, checkpoints, ...(head && { size: head.size, head: headOnWire(head) }) });
}

async function madeSeal(reached: Reached, options: SealOptions): Promise<LedgerSeal> {
  const { ledger, heads, readOnly } = options;
  const { names, cluster, patience } = reached;
  if (readOnly)
    throw new NotThisLedger(
      `${names.identity} names no installation: open the ledger for writing once, which brings it up to date`,
    );
  const { last, checkpoints } = await options.keptBefore();
  const head = await firstHead(reached, options, last);
  const text = textOf({ installation: heads.keys.installation, checkpoints, ...(head && { head }) });
  const metadata = new Authenticity(ledger, heads.keys).metadata('seal', text);
  const event = wireEvent(idFrom('seal', text), TYPE, Buffer.from(text, 'utf8'), metadata);
  const stream = new SideStream(cluster, names.identity, patience);
  const deadline = patience.deadline();
  for (let retry = 0; ; retry += 1) {
    const events = await stream.read(0, MAX_EVENTS);
    // Only where a ledger is older than heads, a seal in this name must be somebody else's.
    if (head === undefined && events.some((one) => isUnderAnotherKey(one, options)))
      throw sealedByOthers(names.identity);
    const end = events.length - 1;
    // What was just written may not be read yet.
    const written = end < 0 ? undefined : await stream.append([event], end);
    // Another instance may have sealed it meanwhile: what it wrote counts.
    const seal = await readSeal(reached, options);
    if (seal !== undefined) {
      if (written !== undefined && head !== undefined) heads.mark.write(markOf(head));
      return seal;
    }
    if (patience.isOver(deadline)) throw new StoreUnavailable(`others write into ${names.identity} without a pause`);
    await patience.pause(retry);
  }
}

/** The first head of a ledger that has events and no heads; `undefined` if it has no events. */
async function firstHead(
  { cluster, patience, names }: Reached,
  { ledger, heads }: SealOptions,
  last: KeptCheckpoint | undefined,
): Promise<StoredHead | undefined> {
  const events = new VerifiedEvents(heads.keys, ledger);
  const signed = signedTrees(names.checkpoints, heads, last);
  for await (const page of new SideStream(cluster, names.events, patience).pages()) {
    if (page.some((event) => headIn(event) !== undefined)) throw sealedByOthers(names.identity);
    refuseIfNotOlder(names.events, heads);
    for (const event of page) {
      events.add([fromWire(event)]);
      const other = signed.find(
        ({ size, root }) => size === events.sizeWithAdded && !equalBytes(root, events.rootWithAdded()),
      );
      if (other !== undefined)
        throw new NotThisLedger(
          `${names.events} does not begin with the events of the checkpoint that was signed last`,
        );
    }
  }
  if (signed.some(({ size }) => size > events.sizeWithAdded))
    throw new NotThisLedger(`${names.events} is shorter than the checkpoint that was signed last`);
  if (events.sizeWithAdded === 0) return undefined;
  return { number: 0, size: events.sizeWithAdded, ...events.seal(undefined) };
}

/** What the signer remembers, if it is here, and what lies beside the ledger. */
function signedTrees(stream: string, heads: LedgerHeads, kept: KeptCheckpoint | undefined): readonly TreeHead[] {
  const remembered = heads.ofOlderLedger === 'refused' ? undefined : heads.ofOlderLedger.signedLast;
  try {
    const found = kept && parseCheckpoint(parseNote(kept.note).text);
    return [remembered, found].filter((tree) => tree !== undefined);
  } catch (error) {
    throw new NotThisLedger(`the last checkpoint in ${stream} is no signed note`, { cause: error });
  }
}

function sealedByOthers(stream: string): NotThisLedger {
  return new NotThisLedger(
    `${stream} has no seal by any of the head keys that are here: give this instance the keys of the installation`,
  );
}

function refuseIfNotOlder(stream: string, { ofOlderLedger, mark }: LedgerHeads): void {
  if (ofOlderLedger !== 'refused' && mark.read() === undefined) return;
  throw new NotThisLedger(
    `${stream} is of a time before this installation had heads, and its other ledgers have them: restore the ledger that belongs here`,
  );
}
