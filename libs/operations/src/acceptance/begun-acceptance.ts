import type { Decided } from '@bali/commands';
import { type HeldBecause, readProtected, writeDurably } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import type { Ledger } from '@bali/ledger';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** A decision that is not known to be in the access ledger yet. */
export interface BegunAcceptance extends Decided {
  readonly why: HeldBecause;
}

/** Where it is kept until it is in the access ledger: beside the keys, where the person who decides may write. */
export function acceptancePath({ keys }: Pick<DataDirectory, 'keys'>, ledger: Ledger): string {
  return join(keys, `acceptance-${ledger}.json`);
}

/** The decision that a process began to carry out before it was killed, if there is one. */
export function readAcceptance(directory: DataDirectory, ledger: Ledger): BegunAcceptance | undefined {
  const read = readProtected(acceptancePath(directory, ledger));
  return read === undefined || read === 'unprotected' ? undefined : (JSON.parse(read.text) as BegunAcceptance);
}

export function beginAcceptance(directory: DataDirectory, ledger: Ledger, begun: BegunAcceptance): BegunAcceptance {
  writeDurably(acceptancePath(directory, ledger), `${JSON.stringify(begun)}\n`);
  return begun;
}

export function endAcceptance(directory: DataDirectory, ledger: Ledger): void {
  rmSync(acceptancePath(directory, ledger), { force: true });
}
