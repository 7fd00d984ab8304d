import type { Ledger } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import type { InstallationKeys } from '../heads/installation-keys.js';
import type { Mark } from '../heads/head-mark.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import { Authenticity } from './authenticity.js';
import type { Kept } from './kept-counts.js';
import type { Reached } from './ledger-identity.js';
import { SideStream } from './side-stream.js';
import { headFrom, headOnWire, idFrom, jsonIn, keptFrom, type ReadEvent, wireEvent } from './wire-event.js';

export const ACCEPTANCE = 'LedgerAccepted';
/**
 * The head of an acceptance has a number that is greater than any that an instance may have marked before, wherever its mark is: a
 * multiple of this. So every instance knows of its own mark whether it is older than the decision.
 */
const NUMBERS_BETWEEN = 2 ** 32;

/** A person has decided to use a ledger as it was found. It stands after the ledger's seal, for all instances. */
export interface LedgerAcceptance {
  /** The head over all events that there were. What heads these have themselves does not count any more. */
  readonly head: StoredHead;
  /** What the streams beside the ledger had then. */
  readonly kept: Kept;
}

/** Of whom an acceptance is. Without the keys, what has the form of one is believed. */
interface Whose {
  readonly ledger: Ledger;
  readonly keys: InstallationKeys | undefined;
}

/** The newest decision about a ledger, if there is one. What others wrote is passed over and reported. */
export async function newestAcceptance(
  { cluster, names, patience, foreign }: Reached,
  whose: Whose,
): Promise<LedgerAcceptance | undefined> {
  const stream = new SideStream(cluster, names.identity, patience);
  let newest: LedgerAcceptance | undefined;
  for await (const page of stream.pages()) {
    for (const event of page.filter(({ type }) => type === ACCEPTANCE)) {
      const found = acceptanceIn(event, whose);
      if (found === undefined) foreign.report(stream.name, event.revision, 'an event is no decision about the ledger');
      // A decision that was written again later by somebody else is still the older one.
      else if (found.head.number > (newest?.head.number ?? -1)) newest = found;
    }
  }
  return newest;
}

/** Writes a decision for all instances. */
export async function writeAcceptance(
  { cluster, names, patience }: Reached,
  { ledger, keys }: Whose,
  acceptance: LedgerAcceptance,
): Promise<void> {
  const text = textOf(acceptance);
  const metadata = new Authenticity(ledger, keys).metadata('acceptance', text);
  const event = wireEvent(idFrom('acceptance', text), ACCEPTANCE, Buffer.from(text, 'utf8'), metadata);
  await new SideStream(cluster, names.identity, patience).append([event], 'any');
}

/** The number of the head of a decision. @param before every head that is known, and the mark */
export function numberAfter(before: readonly (Pick<Mark, 'number'> | undefined)[]): number {
  const last = Math.max(0, ...before.map((head) => head?.number ?? 0));
  return (Math.floor(last / NUMBERS_BETWEEN) + 1) * NUMBERS_BETWEEN;
}

function acceptanceIn(event: ReadEvent, { ledger, keys }: Whose): LedgerAcceptance | undefined {
  const { head: given, size, kept: counted } = (jsonIn(event.data) ?? {}) as Readonly<Record<string, unknown>>;
  const head = typeof size === 'number' ? headFrom(given, size) : undefined;
  const kept = keptFrom(counted);
  if (head === undefined || kept === undefined) return undefined;
  const acceptance = { head, kept };
  return new Authenticity(ledger, keys).isOurs('acceptance', textOf(acceptance), event) ? acceptance : undefined;
}

function textOf({ head, kept: { texts, checkpoints } }: LedgerAcceptance): string {
  return JSON.stringify({ size: head.size, head: headOnWire(head), kept: { texts, checkpoints } });
}
