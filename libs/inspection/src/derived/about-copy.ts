import { toHex } from '@bali/ledger';
import { type AboutCopy, COPY_FORMAT, COPY_FORMAT_VERSION, type CopiedTexts } from '../format/copy-manifest.js';
import { makingOf } from '../format/manifest.js';
import type { ManifestFacts } from './about-ledger.js';

/** What the manifest of a site's copy says, in its order. */
export function aboutCopy(
  { making, wording, trialId, head, fold, checkpoints }: ManifestFacts,
  site: string,
  freeTexts: CopiedTexts,
): AboutCopy {
  const { events, patients, signatures } = fold.counts;
  return {
    ...{ format: COPY_FORMAT, formatVersion: COPY_FORMAT_VERSION, wording },
    ...{ trialId, ledger: 'trial', site, origin: head.origin, treeSize: head.size, root: toHex(head.root) },
    period: fold.period,
    counts: { events, patients, signatures, checkpoints },
    records: fold.records,
    freeTexts,
    ...makingOf(making),
  };
}
