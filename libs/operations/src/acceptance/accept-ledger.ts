import { LedgerDecisions } from '@bali/commands';
import { type LedgerHeld, putAside } from '@bali/event-store';
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
import { OperationRefused } from '../operation-refused.js';

export interface AcceptanceOptions {
  readonly directory: DataDirectory;
  readonly ledger: Ledger;
  /** Why it is used as it is. It is kept in the access ledger, for everybody who may read that. */
  readonly reason: string;
  readonly by: Actor;
  readonly ambient: Ambient;
  readonly software: { readonly version: string; readonly commit: string };
}

/** What a person decided. */
export interface Acceptance {
  readonly ledger: Ledger;
  readonly why: LedgerHeld['why'];
  /** The files that were computed of the ledger as it was before: they were renamed, and are made again at the next start. */
  readonly putAside: readonly string[];
}

/**
 * Lets a ledger that is held be used as it is found, because a person has decided so, and records the decision. What was signed is
 * not forgotten: a ledger that is shorter than its last checkpoint is still not signed.
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
    if (held === undefined)
      throw new OperationRefused(
        `the ${ledger} ledger is as it was written: there is nothing to accept. If a server holds it, its copy of the ledger ` +
          'may be what was altered: see docs/operations/incidents.md',
      );
    if (ledger !== 'access' && (await heldAfresh(directory, copies, 'access')) !== undefined)
      throw new OperationRefused(
        `the access ledger is held as well, and the decision is recorded there: accept it first`,
      );
    await rm(copies, { recursive: true, force: true });
    await acceptLedgerAsFound({ ...directory, replicas: copies }, ledger);
    await recordAcceptance(options, held);
    const aside = tiles.flatMap((path) => putAside(path) ?? []);
    return { ledger, why: held.why, putAside: aside };
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

/** Records what a person has decided about a ledger that is, or was elsewhere, held. */
export async function recordAcceptance(
  { directory, reason, by, ambient: { now, randomBytes }, software }: Omit<AcceptanceOptions, 'ledger'>,
  held: Pick<LedgerHeld, 'ledger' | 'why'>,
): Promise<void> {
  const accessLedger = await openLedger(directory, 'access');
  try {
    const decisions = new LedgerDecisions({ accessLedger, trialId: TRIAL.id, software, now, randomBytes });
    await decisions.accepted(held, reason, by);
    await accessLedger.syncMark();
  } finally {
    await accessLedger.close();
  }
}
