import { fingerprintOf, formatVerifierKey, type Ledger, toHex, type VerifierKey } from '@bali/ledger';
import { type About, FORMAT, FORMAT_VERSION, type TextCounts } from '../format/ledger-manifest.js';
import { type Making, makingOf } from '../format/manifest.js';
import type { LedgerFold } from './ledger-fold.js';

/** What a manifest is made from, whatever the kind of package: by its maker, and by its verifier again. */
export interface ManifestFacts {
  readonly making: Making;
  readonly wording: number;
  readonly trialId: string;
  /** Of the checkpoint. */
  readonly head: { readonly origin: string; readonly size: number; readonly root: Uint8Array };
  readonly fold: LedgerFold;
  /** How many earlier checkpoints there are. */
  readonly checkpoints: number;
}

/** What the manifest of a whole ledger says, in its order. */
export function aboutLedger(
  { making, wording, trialId, head, fold, checkpoints }: ManifestFacts,
  ledger: Ledger,
  freeTexts: TextCounts,
): About {
  return {
    ...{ format: FORMAT, formatVersion: FORMAT_VERSION, wording, trialId, ledger },
    ...{ origin: head.origin, treeSize: fold.counts.events, root: toHex(head.root) },
    period: fold.period,
    counts: { ...fold.counts, checkpoints },
    freeTexts,
    stateDigest: fold.stateDigest(),
    ...makingOf(making),
  };
}

/** A key as README.html shows it. */
export function namedKey(key: VerifierKey): { readonly line: string; readonly fingerprint: string } {
  return { line: formatVerifierKey(key), fingerprint: fingerprintOf(key) };
}
