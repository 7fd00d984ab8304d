import { cosignaturesOf } from '@bali/ledger';
import type { WitnessPolicy } from './policy.js';

/** What the cosignatures under a checkpoint are worth under a policy. */
export interface Witnessed {
  /** Whether the policy's quorum is met. */
  readonly isMet: boolean;
  /** The names, as in the policy, of the witnesses that cosigned, in the policy's order. */
  readonly by: readonly string[];
  /**
   * Seconds since 1970: the latest moment at which witnesses enough for the quorum said that this was the largest tree that they had
   * seen. Undefined without a quorum, and where no witness is needed.
   */
  readonly at: number | undefined;
}

/**
 * Looks at the cosignatures under a checkpoint; those of witnesses that the policy does not name are ignored.
 * @throws Malformed; NoteNotVerified when a cosignature of a witness of the policy is wrong.
 */
export function witnessedUnder(policy: WitnessPolicy, note: string): Witnessed {
  const cosignatures = cosignaturesOf(
    note,
    policy.witnesses.map(({ key }) => key),
  );
  const times = new Map<string, number>();
  for (const { key, time } of cosignatures) {
    const name = policy.witnesses.find((witness) => witness.key === key)?.name ?? '';
    times.set(name, Math.max(times.get(name) ?? 0, time));
  }
  const by = policy.witnesses.map(({ name }) => name).filter((name) => times.has(name));
  return { isMet: policy.isMetBy(new Set(by)), by, at: momentOfQuorum(policy, times) };
}

function momentOfQuorum(policy: WitnessPolicy, times: ReadonlyMap<string, number>): number | undefined {
  const newestFirst = [...times].toSorted(([, one], [, other]) => other - one);
  const names = new Set<string>();
  for (const [name, time] of newestFirst) {
    names.add(name);
    if (policy.isMetBy(names)) return time;
  }
  return undefined;
}
