import type { Finding, Verified, VerifiedCopy, VerifiedReceipt } from '@bali/inspection/portable';

/** What the page asks of the worker. The file itself stays where it is: a browser gives its bytes piece by piece. */
export interface VerifyRequest {
  readonly file: File;
  /** A verifier key that came by another way. */
  readonly key?: string;
  /** A policy of witnesses (C2SP tlog-policy): what is below its quorum is refused. */
  readonly policy?: string;
}

export type VerifyOutcome =
  | { readonly kind: 'package'; readonly result: Verified; readonly sha256: string }
  | { readonly kind: 'copy'; readonly result: VerifiedCopy; readonly sha256: string }
  | { readonly kind: 'receipt'; readonly result: VerifiedReceipt; readonly witnessedBy?: readonly string[] }
  | { readonly kind: 'wrong-policy'; readonly message: string }
  | { readonly kind: 'not-verified'; readonly finding: Finding; readonly sentence: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'failed'; readonly message: string };

/** What the worker says while it works, and at its end. */
export type FromWorker =
  // It is loaded: from here on it needs nothing of the network.
  | { readonly isReady: true }
  | { readonly progress: { readonly step: string; readonly done: number; readonly of: number } }
  | { readonly outcome: VerifyOutcome };
