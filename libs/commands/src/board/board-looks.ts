import type { DisclosureEvent } from '@bali/access';
import type { Actor, LedgerRecord } from '@bali/ledger';

type Tables = Extract<DisclosureEvent, { readonly type: 'BoardTablesRead' }>['data'];

/** That a member of the data monitoring board looked at results by arm. */
export interface BoardLook extends Tables {
  readonly by: Actor;
  /** Before the tables were shown: the server's clock, UTC. */
  readonly lookedAt: string;
  /** Of the access ledger. */
  readonly event: string;
}

/** The looks of the board in their order, out of what the access ledger says was shown. */
export function boardLooks(disclosures: readonly LedgerRecord[]): readonly BoardLook[] {
  return disclosures.flatMap(({ id, type, data, metadata }) =>
    type === 'BoardTablesRead'
      ? [{ ...(data as Tables), by: metadata.actor, lookedAt: metadata.recordedAt, event: id }]
      : [],
  );
}
