import { openNote, parseCheckpoint } from '@bali/ledger';
import { ScratchState } from '@bali/projections';
import { namedKey } from '../derived/about-ledger.js';
import { auditFiles, schemaFiles, stateFile } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import { auditedLedger } from '../derived/audited-ledgers.js';
import { FILES } from '../format/layout.js';
import { type ListedFile, manifestText } from '../format/manifest.js';
import { WORDING } from '../format/wording.js';
import { EventsToWrite } from './events-to-write.js';
import type { KindToMake } from './kinds.js';
import { madeAtItsPlace } from './made-at-its-place.js';
import { OutputFiles } from './output-files.js';
import type { PackageOptions, PackageSource } from './package-source.js';
import { writeAuditLog } from './write-audit-log.js';
import { writeCheckpoints } from './write-checkpoints.js';

type Made<AboutIt> = AboutIt & { readonly files: readonly ListedFile[] };

/**
 * Makes a package of some kind, page by page: memory does not grow with the ledger. It is at its place only once it is complete.
 * @throws PlaceTaken, LedgerDiffersFromCheckpoint, and the signal's reason.
 */
export function writePackage<AboutIt extends object>(
  kind: KindToMake<AboutIt>,
  source: PackageSource,
  options: PackageOptions<Made<AboutIt>>,
): Promise<Made<AboutIt>> {
  const first = [FILES.readme, FILES.manifest];
  return madeAtItsPlace({ ...options, first }, (folder, scratch) => write(kind, source, options, { folder, scratch }));
}

async function write<AboutIt extends object>(
  kind: KindToMake<AboutIt>,
  source: PackageSource,
  options: PackageOptions<Made<AboutIt>>,
  { folder, scratch }: { readonly folder: string; readonly scratch: string },
): Promise<Made<AboutIt>> {
  const { trialId, keys } = source;
  const { ledger } = source.store;
  kind.assertLedger(ledger);
  const audited = auditedLedger(ledger);
  const head = parseCheckpoint(openNote(source.checkpoint, keys).text);
  const files = new OutputFiles(folder);
  const fold = new LedgerFold(audited, () => new ScratchState(scratch));
  try {
    const events = new EventsToWrite({ kind, source, options, audited, head, files, folder, fold });
    await events.write();
    const checkpoints = await writeCheckpoints(files, source, head.size);
    for (const { path, text } of schemaFiles(fold, audited)) await files.whole(path, text);
    if (kind.holdsEveryEvent) for (const { path, text } of stateFile(fold, ledger)) await files.add(path, text);
    const title = kind.titleOf(trialId, ledger);
    await writeAuditLog(files, auditFiles(fold, events.readAgain(), { title, kept: kind.texts, wording: WORDING }));
    const facts = { making: options, wording: WORDING, trialId, head, fold, checkpoints };
    const about = kind.aboutOf(facts, ledger, events.texts);
    await files.whole(FILES.readme, kind.readmeOf({ about, keys: keys.map(namedKey) }));
    const manifest = { ...about, files: await files.finish() };
    await files.whole(FILES.manifest, manifestText(manifest));
    return manifest;
  } finally {
    await files.abandon();
    fold.close();
  }
}
