import { toHex } from '@bali/ledger';
import { auditFiles, schemaFiles, stateFile } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import type { OpenTrialState } from '../derived/audited-ledger.js';
import type { PackageFinding } from '../derived/package-finding.js';
import { trialStateInMemory } from '../derived/trial-state-in-memory.js';
import { auditedLedger } from '../derived/audited-ledgers.js';
import type { AnyManifest } from '../format/manifest.js';
import { keyOf, type KnownCheckpoint, readCheckpoint, readEarlier, readKeys } from './checkpoints.js';
import { compareManifest, compareReadme, takeWordedAsListed } from './comparisons.js';
import { DerivedComparison } from './derived-comparison.js';
import type { Contents, Found, Given, Kind } from './kind.js';
import { KnownHeads } from './known-heads.js';
import { ListedFiles, readManifest } from './listed-files.js';
import type { PackageFiles } from './package-files.js';
import {
  isOurWording,
  keptCheckpoints,
  keysInPolicy,
  type Policy,
  refuseAnotherTrial,
  refuseUnknownWording,
  refuseUnwitnessedLedger,
} from './policy.js';
import { readAgain } from './read-again.js';
import { refuseFaultyTexts } from './said-faulty.js';
import { lastStamped } from './stamped-heads.js';
import { lastWitnessed } from './witnessed-head.js';

/**
 * Verifies a package of some kind, offline and alone: every byte of every file, page by page, so that memory does not grow with it.
 * @param openTrialState opens a place where the state of the trial is folded, which may be larger than memory. Default: memory.
 * @throws NotVerified naming the first thing that is wrong: which file, which line, what was expected.
 */
export async function verify<Manifest extends AnyManifest, Result>(
  kind: Kind<Manifest, Result>,
  packageFiles: PackageFiles,
  policy: Policy = {},
  openTrialState: OpenTrialState = trialStateInMemory,
): Promise<Result> {
  const manifest = await readManifest(packageFiles, kind.parse);
  refuseAnotherTrial(manifest, policy);
  const files = new ListedFiles(packageFiles, manifest);
  refuseUnwitnessedLedger(manifest, policy);
  const keys = await readKeys(files, policy.key, keysInPolicy(manifest, policy));
  const signed = await readCheckpoint(files, manifest, keys);
  const head = signed.checkpoint;
  const earlier = await readEarlier(files, head, keys);
  const kept = keptCheckpoints(policy, keys);
  const heads = new KnownHeads(head, [...earlier, ...kept]);
  const given = { manifest, files, keys, head, earlier, heads, policy };
  const contents = kind.contentsOf(given);
  if (policy.checks === 'tree') await contents.verifyTree();
  const findings = policy.checks === 'tree' ? [] : await verifyEverything(contents, given, openTrialState);
  const others = await signedByOthers(signed, [...earlier, ...kept], policy);
  return kind.resultOf(manifest, { ...found(given), ...others, findings });
}

/**
 * Who else has signed: asked last, when every checkpoint was found on the history of the package, so that a fork is called one.
 * @throws NotVerified
 */
async function signedByOthers(
  head: KnownCheckpoint,
  others: readonly KnownCheckpoint[],
  { witnesses, stamps }: Policy,
): Promise<Pick<Found, 'witnessed' | 'stamped'>> {
  return {
    ...(witnesses?.policy.asksForNobody === false && { witnessed: lastWitnessed(head, others, witnesses) }),
    ...(stamps && { stamped: await lastStamped([head, ...others], stamps) }),
  };
}

/** What the events show, every file that is made from them, and that no file is left which nothing asks for. */
async function verifyEverything(
  contents: Contents,
  given: Given<AnyManifest>,
  openTrialState: OpenTrialState,
): Promise<readonly PackageFinding[]> {
  const { manifest, files, policy } = given;
  const fold = new LedgerFold(auditedLedger(manifest.ledger), openTrialState);
  const derived = new DerivedComparison(files);
  try {
    await contents.verifyRecords(fold);
    await compareState(contents, given, fold, derived);
    const { about, readme } = contents.says(fold);
    compareManifest(manifest, about);
    if (isOurWording(manifest)) await compareReadme(files, readme());
    await compareSchemas(fold, derived);
    if (isOurWording(manifest)) await compareAuditLog(contents, given, fold, derived);
    else await takeWordedAsListed(files);
    files.allSettled();
    refuseFaultyTexts(contents.faulty, policy);
    refuseUnknownWording(manifest, policy);
    return [...fold.findings, ...contents.findings];
  } finally {
    await derived.close();
    fold.close();
  }
}

async function compareState(
  { hasState }: Contents,
  { manifest }: Given<AnyManifest>,
  fold: LedgerFold,
  derived: DerivedComparison,
): Promise<void> {
  if (hasState) for (const piece of stateFile(fold, manifest.ledger)) await derived.compare(piece);
}

async function compareSchemas(fold: LedgerFold, derived: DerivedComparison): Promise<void> {
  for (const piece of schemaFiles(fold, fold.audited)) await derived.compare(piece);
  await derived.endAll();
}

function compareAuditLog(
  contents: Contents,
  given: Given<AnyManifest>,
  fold: LedgerFold,
  derived: DerivedComparison,
): Promise<void> {
  const { title, texts: kept } = contents;
  return derived.compareAuditLog(
    auditFiles(fold, readAgain(contents, given, fold), { title, kept, wording: given.manifest.wording }),
  );
}

function found({ manifest, files, keys, head, earlier, policy }: Given<AnyManifest>): Omit<Found, 'findings'> {
  const { checks = 'everything', key } = policy;
  const keyWasGiven = key !== undefined || (policy.witnesses?.policy.logs.length ?? 0) > 0;
  return {
    ...{ origin: head.origin, treeSize: head.size, root: toHex(head.root), checks, ignored: files.ignored },
    wording: { version: manifest.wording, compared: checks === 'everything' && isOurWording(manifest) },
    ...{ earlierCheckpoints: earlier.length, keyWasGiven, key: keyOf(keys) },
  };
}
