import { canonicalJson, fromUtf8, type LedgerRecord, recordOf, sha256Hex } from '@bali/ledger';
import { auditedLedger } from '../derived/audited-ledgers.js';
import { contentKeyIn } from '../format/content-keys.js';
import { FILES } from '../format/layout.js';
import { ByteReader } from '../verify/byte-reader.js';
import { keptCheckpoint, type KnownCheckpoint } from '../verify/checkpoints.js';
import { NotVerified } from '../verify/not-verified.js';
import type { Policy } from '../verify/policy.js';
import { WHOLE_LEDGER } from '../verify/whole-ledger.js';
import { openPackageFiles } from './open-package.js';
import { PackageEvents } from './package-events.js';
import { verifyPackage } from './verify-package.js';

const MAX_KEY_LINE_BYTES = 200;

/** A package, and the verifier key of its log, if that was received by another way. */
export interface PackageToCompare {
  readonly path: string;
  readonly key?: string;
}

/** What the trial ledger's anchors are compared with. */
export interface Anchored {
  readonly sealed: PackageToCompare;
  readonly access?: PackageToCompare;
}

/** The anchors of a trial ledger, each of which is shown to be what it says. */
export interface AnchorsShown {
  readonly anchors: number;
  /** Of these, those that commit to the access ledger as well. */
  readonly ofBoth: number;
  /** The days of the first and the last; absent where there is none. */
  readonly from?: string;
  readonly to?: string;
}

interface Anchor {
  readonly anchoredOn: string;
  readonly anchor: string;
  readonly ledgers?: string;
  readonly index: number;
}

interface AnchorKept {
  readonly anchoredOn: string;
  readonly nonce: string;
  readonly checkpoint: string;
  readonly accessCheckpoint?: string;
}

/**
 * Shows that the daily anchors of a trial ledger are hashes of what the sealed ledger keeps, and that the checkpoints in these lie on the
 * histories of the two others: neither could have been written anew or cut since. All packages but the trial's are verified whole.
 * @param trial a package that was verified. @throws NotVerified naming the anchor that is not what it says.
 */
export async function verifyAnchors(trial: string, { sealed, access }: Anchored): Promise<AnchorsShown> {
  await expectLedger('sealed', sealed.path);
  const anchors = await anchorsIn(trial);
  const kept = await anchorsKeptIn(sealed.path);
  for (const anchor of anchors) compare(anchor, kept.get(anchor.anchoredOn), sealed.path);
  const made = anchors.flatMap(({ anchoredOn }) => kept.get(anchoredOn) ?? []);
  await expectOnHistory('sealed', sealed, made, ({ checkpoint }) => checkpoint);
  if (access !== undefined) await expectOnHistory('access', access, made, ({ accessCheckpoint }) => accessCheckpoint);
  const [first, last] = [anchors[0]?.anchoredOn, anchors.at(-1)?.anchoredOn];
  return {
    anchors: anchors.length,
    ofBoth: anchors.filter(({ ledgers }) => ledgers !== undefined).length,
    ...(first === undefined || last === undefined ? {} : { from: first, to: last }),
  };
}

async function anchorsIn(path: string): Promise<readonly Anchor[]> {
  await using events = await PackageEvents.open(path);
  const anchors: Anchor[] = [];
  for await (const page of events.read())
    for (const { type, leaf, position } of page)
      if (type === 'SealedLedgerAnchored')
        anchors.push({ ...(recordOf(leaf).data as Omit<Anchor, 'index'>), index: position });
  return anchors;
}

/** What was hashed on each day, from the records of the sealed ledger and the keys beside them. */
async function anchorsKeptIn(path: string): Promise<ReadonlyMap<string, AnchorKept>> {
  await using events = await PackageEvents.open(path);
  const files = await openPackageFiles(path);
  const keys = new ByteReader(files.open(FILES.contentKeys), Number.POSITIVE_INFINITY);
  const kept = new Map<string, AnchorKept>();
  try {
    for await (const page of events.read())
      for (const { leaf, position } of page) {
        const [line] = await keys.lines(1, MAX_KEY_LINE_BYTES);
        const { type, data } = await opened(recordOf(leaf), line, position, path);
        if (type === 'AnchorMade') kept.set((data as AnchorKept).anchoredOn, data as AnchorKept);
      }
  } finally {
    await keys.close();
    await files.close();
  }
  return kept;
}

async function opened(record: LedgerRecord, line: Uint8Array | undefined, index: number, path: string) {
  const key = line === undefined ? undefined : contentKeyIn(fromUtf8(line), index);
  const { open } = auditedLedger('sealed');
  const place = { fault: 'content-key-wrong', file: `${path}: ${FILES.contentKeys}`, line: index + 1, index } as const;
  if (key === undefined || open === undefined) throw new NotVerified(place);
  try {
    return await open(record, key);
  } catch (error) {
    throw new NotVerified(
      { ...place, detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}

/** @throws NotVerified */
function compare({ anchoredOn, anchor, ledgers, index }: Anchor, kept: AnchorKept | undefined, sealed: string): void {
  const place = { file: FILES.events, line: index + 1, index };
  if (kept === undefined) {
    const detail = `The package ${sealed} keeps no anchor of ${anchoredOn}: it ends before that day, or was cut or written anew`;
    throw new NotVerified({ fault: 'anchor-not-shown', ...place, detail });
  }
  const { nonce, checkpoint, accessCheckpoint } = kept;
  const hashed =
    ledgers === undefined
      ? sha256Hex(Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.from(checkpoint)]))
      : sha256Hex(canonicalJson({ nonce, sealed: checkpoint, access: accessCheckpoint ?? '' }));
  if (hashed === anchor) return;
  throw new NotVerified({ fault: 'anchor-wrong', ...place, expected: anchor, found: hashed });
}

/** Verifies the package, and that each checkpoint that was anchored is one of a beginning of its log. @throws NotVerified */
async function expectOnHistory(
  ledger: 'sealed' | 'access',
  { path, key }: PackageToCompare,
  made: readonly AnchorKept[],
  noteIn: (kept: AnchorKept) => string | undefined,
): Promise<void> {
  const older: NonNullable<Policy['older']> = (keys) =>
    made.flatMap((kept): readonly KnownCheckpoint[] => {
      const note = noteIn(kept);
      return note === undefined ? [] : [keptCheckpoint(note, keys, `the anchor of ${kept.anchoredOn}`)];
    });
  try {
    await expectLedger(ledger, path);
    await verifyPackage(WHOLE_LEDGER, path, { ...(key === undefined ? {} : { key }), older });
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    const { finding } = error;
    throw new NotVerified({ ...finding, file: `${path}: ${finding.file}` }, { cause: error });
  }
}

/** @throws NotVerified */
async function expectLedger(expected: string, path: string): Promise<void> {
  await using events = await PackageEvents.open(path);
  if (events.ledger === expected) return;
  throw new NotVerified({ fault: 'another-trial', file: FILES.manifest, expected, found: events.ledger });
}
