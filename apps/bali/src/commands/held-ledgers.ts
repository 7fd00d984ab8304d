import { FoundDamaged } from '@bali/command-line';
import type { Held } from '@bali/operations';

/** Ends the command as one that found damage, if a ledger is held. @throws FoundDamaged naming the ledgers and the way out. */
export function sayHeld(what: string, held: readonly Held[]): void {
  if (held.length === 0) return;
  const lines = held.map(({ ledger, why }) => `  ${ledger}: ${why}`);
  throw new FoundDamaged([`HELD. ${what}`, ...lines, 'Run `bali check`: it says what can be done.'].join('\n'));
}
