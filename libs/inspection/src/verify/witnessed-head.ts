import { Malformed, NoteNotVerified, toHex } from '@bali/ledger';
import { type Witnessed, type WitnessPolicy, witnessedUnder } from '@bali/witness';
import { FILES } from '../format/layout.js';
import type { KnownCheckpoint } from './checkpoints.js';
import { NotVerified } from './not-verified.js';

/** What whoever verifies asks of witnesses. */
export interface WitnessDemand {
  readonly policy: WitnessPolicy;
  /** When the package was received: as of then, the last witnessed checkpoint may not be too old. */
  readonly receivedAt: Date;
  /** How old the last witnessed checkpoint may be. Default: a day. */
  readonly maxAgeSeconds?: number;
}

/** The newest checkpoint in a package that a quorum of witnesses cosigned. */
export interface WitnessedHead {
  readonly treeSize: number;
  /** Lower-case hex. */
  readonly root: string;
  /** RFC 3339, UTC: the latest moment at which a quorum said that nothing newer had been seen. */
  readonly at: string;
  readonly by: readonly string[];
  /** The quorum in words. */
  readonly rule: string;
  /** How many events of the package came after it: no witness has seen these. */
  readonly eventsAfter: number;
}

const DAY_SECONDS = 86_400;
/** By how much the clocks of a witness and of whoever verifies may differ. */
const CLOCKS_APART_SECONDS = 3_600;

/**
 * The last witnessed checkpoint of a package. That it lies on the package's history is shown with the tree, as of every checkpoint.
 * @param head the one that was signed for the package. @throws NotVerified where there is none, or it is too old.
 */
export function lastWitnessed(
  head: KnownCheckpoint,
  others: readonly KnownCheckpoint[],
  { policy, receivedAt, maxAgeSeconds = DAY_SECONDS }: WitnessDemand,
): WitnessedHead {
  const newestFirst = [head, ...others].toSorted((one, other) => other.checkpoint.size - one.checkpoint.size);
  const met = newestFirst.flatMap((known) => {
    const { isMet, at, by } = cosignedUnder(policy, known);
    return isMet && at !== undefined ? [{ known, at, by }] : [];
  });
  const largest = met[0]?.known.checkpoint.size;
  const ofThatSize = met.filter(({ known }) => known.checkpoint.size === largest);
  const [last] = ofThatSize.toSorted((one, other) => other.at - one.at);
  if (last === undefined) throw unwitnessed(policy);
  refuseOld(last, Math.floor(receivedAt.getTime() / 1000), maxAgeSeconds);
  const { checkpoint } = last.known;
  return {
    ...{
      treeSize: checkpoint.size,
      root: toHex(checkpoint.root),
      at: instant(last.at),
      by: last.by,
      rule: policy.rule,
    },
    eventsAfter: head.checkpoint.size - checkpoint.size,
  };
}

/** What the cosignatures under a checkpoint are worth. @throws NotVerified when one of a witness of the policy is wrong. */
export function cosignedUnder(
  policy: WitnessPolicy,
  { note, file }: Pick<KnownCheckpoint, 'note' | 'file'>,
): Witnessed {
  if (note === undefined) return { isMet: false, by: [], at: undefined };
  try {
    return witnessedUnder(policy, note);
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof NoteNotVerified)) throw error;
    throw new NotVerified({ fault: 'cosignature-wrong', file, detail: error.message }, { cause: error });
  }
}

function unwitnessed(policy: WitnessPolicy): NotVerified {
  const detail =
    'Whoever has the key of the log could have written all of it anew. Ask for a package with cosignatures, or compare a checkpoint ' +
    'that a witness or a site has kept (--older)';
  return new NotVerified({
    fault: 'not-witnessed',
    file: FILES.checkpoint,
    detail,
    expected: policy.rule,
    found: 'no quorum',
  });
}

function refuseOld(
  { known, at }: { readonly known: KnownCheckpoint; readonly at: number },
  received: number,
  maxAgeSeconds: number,
): void {
  const age = received - at;
  const { file } = known;
  if (age < -CLOCKS_APART_SECONDS) {
    const detail = 'The witnesses name a time that has not come yet';
    throw new NotVerified({
      fault: 'cosignature-wrong',
      file,
      detail,
      expected: `before ${instant(received)}`,
      found: instant(at),
    });
  }
  if (age <= maxAgeSeconds) return;
  const detail =
    'What was recorded since could have been left out. If the package was received earlier, say when (--received-at)';
  const expected = `within ${maxAgeSeconds / 3_600} hours before ${instant(received)}`;
  throw new NotVerified({ fault: 'witnessed-too-long-ago', file, detail, expected, found: instant(at) });
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
