import { fingerprintOf, formatVerifierKey, type VerifierKey } from '@bali/ledger';
import type { LedgerFold } from './derived/ledger-fold.js';
import type { About } from './derived/readme-html.js';
import { FORMAT, FORMAT_VERSION, type Making, type Manifest, type TextCounts } from './format/manifest.js';
import { WORDING } from './format/wording.js';

/** What a manifest says, in its order: the same for who makes a package and for who verifies it. */
export function aboutOf(facts: {
  readonly making: Making;
  /** That of this software, unless told. */
  readonly wording?: number;
  readonly trialId: string;
  readonly ledger: Manifest['ledger'];
  readonly origin: string;
  readonly root: Uint8Array;
  readonly fold: LedgerFold;
  readonly checkpoints: number;
  readonly freeTexts: TextCounts;
}): About {
  const { making, fold, freeTexts } = facts;
  const { userId, name, role, organisation } = making.madeBy;
  const { version, commit } = making.software;
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    wording: facts.wording ?? WORDING,
    trialId: facts.trialId,
    ledger: facts.ledger,
    origin: facts.origin,
    treeSize: fold.counts.events,
    root: Buffer.from(facts.root).toString('hex'),
    period: fold.period,
    counts: { ...fold.counts, checkpoints: facts.checkpoints },
    freeTexts: { kept: freeTexts.kept, references: freeTexts.references, included: freeTexts.included },
    stateDigest: fold.stateDigest(),
    madeAt: making.madeAt,
    madeBy: { userId, name, role, organisation },
    reason: making.reason,
    software: { version, commit },
  };
}

/** A key as README.html shows it. */
export function namedKey(key: VerifierKey): { readonly line: string; readonly fingerprint: string } {
  return { line: formatVerifierKey(key), fingerprint: fingerprintOf(key) };
}
