import { InvalidArgumentError } from 'commander';

/** Why a person decides something about a ledger, as an option. It is kept as a free text of the access ledger. */
export function reasonOfDecision(text: string): string {
  if (text.trim().length >= 10 && text.length <= 2_000) return text.trim();
  throw new InvalidArgumentError('It must be a sentence of 10 to 2,000 characters.');
}
