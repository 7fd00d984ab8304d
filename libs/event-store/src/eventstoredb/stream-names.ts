import type { Ledger } from '@bali/ledger';

/** The streams of one ledger in a cluster. All its events are in one stream, so that all instances see one order. */
export interface StreamNames {
  /** Every event of the ledger: the revision in this stream is the position in the ledger. */
  readonly events: string;
  /** One event: which ledger this is. */
  readonly identity: string;
  readonly checkpoints: string;
  /** The hash of each free text that was ever kept, for copying a ledger. */
  readonly texts: string;
  /** A free text: a stream of its own, so that it can be deleted. */
  readonly text: (hash: string) => string;
}

export function streamNames(prefix: string, ledger: Ledger): StreamNames {
  const name = (what: string) => `${prefix}.${ledger}.${what}`;
  return {
    events: name('events'),
    identity: name('identity'),
    checkpoints: name('checkpoints'),
    texts: name('texts'),
    text: (hash) => name(`text-${hash}`),
  };
}
