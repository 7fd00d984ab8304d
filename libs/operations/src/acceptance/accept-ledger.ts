import { LedgerDecisions } from '@bali/commands';
import { type HeldBecause, type LedgerHeld, putAside } from '@bali/event-store';
import {
  acceptLedgerAsFound,
  type Ambient,
  type DataDirectory,
  openLedger,
  openLedgerToRead,
  tileFiles,
} from '@bali/installation';
import type { Actor, Ledger } from '@bali/ledger';
import { lockPath } from '@bali/log';
import { TRIAL } from '@bali/protocol';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v4 as uuidV4 } from 'uuid';
import { OperationRefused } from '../operation-refused.js';
import { beginAcceptance, type BegunAcceptance, endAcceptance, readAcceptance } from './begun-acceptance.js';

export interface AcceptanceOptions {
  readonly directory: DataDirectory;
  readonly ledger: Ledger;
  /** Why it is used as it is. It is kept in the access ledger, for everybody who may read that. */
  readonly reason: string;
  readonly by: Actor;
  readonly ambient: Ambient;
  readonly software: { readonly version: string; readonly commit: string };
}

type Decision = Omit<AcceptanceOptions, 'ledger'>;

/** What a person decided. */
export interface Acceptance {
  readonly ledger: Ledger;
  readonly why: LedgerHeld['why'];
  /** The files that were computed of the ledger as it was before: they were renamed, and are made again at the next start. */
  readonly putAside: readonly string[];
}

/**
 * Lets a ledger that is held be used as it is found, because a person has decided so, and records the decision. What was signed is
 * not forgotten: a ledger that is shorter than its last checkpoint is still not signed. A decision that was cut off is carried out to
 * its end, and recorded once, when the command is given again.
 *
 * @throws OperationRefused when it is not held, or when the access ledger has to be accepted first.
 *   NotThisLedger when it has an event that nobody can take for ours. LogInUse while a server is at work on it.
 */
export async function acceptLedger(options: AcceptanceOptions): Promise<Acceptance> {
  const { directory, ledger } = options;
  const tiles = tileFiles(directory, ledger);
  const locks = tiles.map((path) => lockPath(path));
  // What a store elsewhere holds is judged by itself, and not by a copy of it, which may be what was altered.
  const copies = join(directory.replicas, `acceptance-of-${ledger}`);
  try {
    const held = await heldAfresh(directory, copies, ledger);
    const decision = readAcceptance(directory, ledger) ?? begin(options, held);
    if (ledger !== 'access' && (await heldAfresh(directory, copies, 'access')) !== undefined)
      throw new OperationRefused(
        `the access ledger is held as well, and the decision is recorded there: accept it first`,
      );
    await rm(copies, { recursive: true, force: true });
    // The access ledger takes the record as soon as it can: before the ledger is used, where it is another one.
    if (ledger !== 'access') await record(options, ledger, decision);
    if (held !== undefined) await acceptLedgerAsFound({ ...directory, replicas: copies }, ledger);
    if (ledger === 'access') await record(options, ledger, decision);
    endAcceptance(directory, ledger);
    const aside = tiles.flatMap((path) => putAside(path) ?? []);
    return { ledger, why: decision.why, putAside: aside };
  } finally {
    await rm(copies, { recursive: true, force: true });
    for (const lock of locks) lock[Symbol.dispose]();
  }
}

async function heldAfresh(directory: DataDirectory, copies: string, ledger: Ledger): Promise<LedgerHeld | undefined> {
  await rm(copies, { recursive: true, force: true });
  const store = await openLedgerToRead({ ...directory, replicas: copies }, ledger);
  await store.close();
  return store.held;
}

/** @throws OperationRefused when there is nothing to decide. */
function begin(options: AcceptanceOptions, held: LedgerHeld | undefined): BegunAcceptance {
  const { directory, ledger } = options;
  if (held === undefined)
    throw new OperationRefused(
      `the ${ledger} ledger is as it was written: there is nothing to accept. If a server holds it, its copy of the ledger ` +
        'may be what was altered: see docs/operations/incidents.md',
    );
  return beginAcceptance(directory, ledger, decisionOf(options, held.why));
}

function decisionOf({ reason, by, ambient }: Decision, why: HeldBecause): BegunAcceptance {
  const random = Uint8Array.from(ambient.randomBytes(16, 'acceptance of a ledger'));
  return { commandId: uuidV4({ random }), why, reason, by };
}

/** Records what a person has decided about a ledger that was held elsewhere. */
export function recordAcceptance(
  options: Decision,
  { ledger, why }: Pick<LedgerHeld, 'ledger' | 'why'>,
): Promise<void> {
  return record(options, ledger, decisionOf(options, why));
}

async function record(
  { directory, ambient, software }: Decision,
  ledger: Ledger,
  decision: BegunAcceptance,
): Promise<void> {
  const accessLedger = await openLedger(directory, 'access');
  try {
    const { now, randomBytes } = ambient;
    const decisions = new LedgerDecisions({ accessLedger, trialId: TRIAL.id, software, now, randomBytes });
    await decisions.accepted({ ledger, why: decision.why }, decision);
    await accessLedger.syncMark();
  } finally {
    await accessLedger.close();
  }
}
