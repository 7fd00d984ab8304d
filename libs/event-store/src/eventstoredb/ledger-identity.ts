import type { Ledger } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { NotThisLedger } from '../errors.js';
import type { HeadMark } from '../heads/head-mark.js';
import { asStoreError, isConflict, kindOf } from './cluster-errors.js';
import type { Cluster } from './cluster.js';
import type { ForeignEvents } from './foreign-events.js';
import type { Patience } from './pacing.js';
import { SideStream, streamDeleted, WAY_OUT } from './side-stream.js';
import type { StreamNames } from './stream-names.js';
import { jsonIn, wireEvent } from './wire-event.js';

/** The version of how a ledger is kept in streams. A later one is refused, never guessed at. */
const FORMAT = 1;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cluster, the streams of a ledger there, and how patient and watchful they are read. */
export interface Reached {
  readonly cluster: Cluster;
  readonly patience: Patience;
  readonly names: StreamNames;
  readonly foreign: ForeignEvents;
}

export interface LedgerName {
  readonly trialId: string;
  readonly ledger: Ledger;
}

export interface IdentityOptions extends LedgerName {
  /** Refuse a ledger that is not there, instead of making it. */
  readonly mustExist: boolean;
  /** Remembers that there was a ledger: it is not made anew. */
  readonly mark: HeadMark | undefined;
  /** Gives a UUID, by which this ledger differs from one of the same name in another cluster. */
  readonly newInstanceId: () => string;
}

/**
 * Makes sure that the cluster's streams are the ledger that is meant, or makes it.
 *
 * @returns the identifier by which this ledger differs from every other.
 * @throws NotThisLedger when it is another, of a later format, or when the cluster is set to forget parts of it.
 */
export async function identifyLedger(reached: Reached, options: IdentityOptions): Promise<string> {
  const { cluster, patience, names } = reached;
  const found = (await readIdentity(reached)) ?? (await identityBeside(reached));
  if (found === undefined && options.mustExist)
    throw new NotThisLedger(`there is no ledger ${options.ledger} in the event store (${names.identity})`);
  if (found === undefined && options.mark?.read() !== undefined)
    throw new NotThisLedger(
      `${names.identity} is gone: the mark ${options.mark.path} says that there was a ledger. It is not made anew. ${WAY_OUT}`,
    );
  if (found === undefined) for (const stream of streamsOf(names)) await protect(cluster, patience, stream);
  await refuseForgotten(cluster, patience, names);
  if (found !== undefined) return checked(found, names, options);
  await writeIdentity(reached, options);
  return checked(await patience.retry(() => writtenIdentity(reached)), names, options);
}

/** What the first event of the stream holds; `undefined` if there is none. */
async function readIdentity({ cluster, patience, names }: Reached): Promise<unknown> {
  const stream = new SideStream(cluster, names.identity, patience);
  const [event] = await stream.read(0, 1);
  return event && (jsonIn(event.data) ?? {});
}

/** Where no identity was found, nothing else may be either. If another instance has just made the ledger, its identity is read. */
async function identityBeside(reached: Reached): Promise<unknown> {
  const { cluster, patience, names } = reached;
  for (const name of [names.events, names.checkpoints, names.texts]) {
    const found = await new SideStream(cluster, name, patience).read(0, 1);
    if (found.length === 0) continue;
    const identity = await readIdentity(reached);
    if (identity !== undefined) return identity;
    throw new NotThisLedger(`${names.identity} is gone in the cluster, and ${name} is still there. ${WAY_OUT}`);
  }
  return undefined;
}

/** A conflict may be reported a little before the event that caused it can be read. */
async function writtenIdentity({ cluster, names }: Reached): Promise<unknown> {
  const [event] = await cluster.read(names.identity, 0, 1);
  if (event === undefined) throw new Error('the identity cannot be read yet');
  return jsonIn(event.data) ?? {};
}

async function writeIdentity(
  { cluster, patience, names }: Reached,
  { trialId, ledger, newInstanceId }: IdentityOptions,
): Promise<void> {
  const instance = newInstanceId();
  const identity = Buffer.from(JSON.stringify({ format: FORMAT, trialId, ledger, instance }), 'utf8');
  const event = wireEvent(instance, 'LedgerNamed', identity);
  try {
    await patience.retry(() => cluster.append(names.identity, [event], 'no_stream'));
  } catch (error) {
    // Another instance has made it meanwhile: what it wrote counts.
    if (!isConflict(error)) throw asStoreError(error);
  }
}

function checked(identity: unknown, names: StreamNames, { trialId, ledger }: LedgerName): string {
  const found = identity as { format?: unknown; trialId?: unknown; ledger?: unknown; instance?: unknown } | undefined;
  // It becomes part of a file's name.
  if (typeof found?.instance !== 'string' || !UUID.test(found.instance))
    throw new NotThisLedger(`the stream ${names.identity} was not written by this software`);
  if (found.format !== FORMAT)
    throw new NotThisLedger(`${names.identity} has the format ${String(found.format)}; this software knows ${FORMAT}`);
  if (found.trialId !== trialId || found.ledger !== ledger)
    throw new NotThisLedger(
      `${names.identity} is the ledger ${String(found.ledger)} of ${String(found.trialId)}, not ${ledger} of ${trialId}`,
    );
  return found.instance;
}

/**
 * Sees whether the cluster is set to forget parts of a ledger, or has forgotten the beginning of one of its streams. The latter
 * shows it where the settings are hidden from this user, or were taken back after they had done their harm.
 * @throws NotThisLedger when it is.
 */
export async function refuseForgotten(cluster: Cluster, patience: Patience, names: StreamNames): Promise<void> {
  const streams = streamsOf(names).map((name) => new SideStream(cluster, name, patience));
  await Promise.all(
    streams.flatMap((stream) => [refuseForgetting(cluster, patience, stream.name), stream.expectAtLeast(0)]),
  );
}

function streamsOf({ events, identity, checkpoints, texts }: StreamNames): readonly string[] {
  return [events, identity, checkpoints, texts];
}

/** Nobody but the cluster's administrators may delete the stream, or change how long it is kept. */
async function protect(cluster: Cluster, patience: Patience, stream: string): Promise<void> {
  const acl = { deleteRoles: [], metaWriteRoles: ['$admins'] };
  await unlessThere(patience.retry(() => cluster.setMetadata(stream, { acl })));
}

async function refuseForgetting(cluster: Cluster, patience: Patience, stream: string): Promise<void> {
  const metadata =
    (await unlessDenied(
      stream,
      patience.retry(() => cluster.metadata(stream)),
    )) ?? {};
  const { maxAge, maxCount, truncateBefore } = metadata;
  for (const [setting, value] of Object.entries({ $maxAge: maxAge, $maxCount: maxCount, $tb: truncateBefore }))
    if (value !== undefined)
      throw new NotThisLedger(`the stream ${stream} is set to forget events (${setting}): a ledger never forgets`);
}

/** What is set already, or may be set by administrators alone, is left as it is. */
async function unlessThere(written: Promise<void>): Promise<void> {
  try {
    await written;
  } catch (error) {
    if (!isConflict(error) && kindOf(error) !== 'access-denied') throw asStoreError(error);
  }
}

async function unlessDenied<Result>(stream: string, read: Promise<Result>): Promise<Result | undefined> {
  try {
    return await read;
  } catch (error) {
    if (kindOf(error) === 'access-denied') return undefined;
    if (kindOf(error) === 'stream-deleted') throw streamDeleted(stream, error);
    throw asStoreError(error);
  }
}
