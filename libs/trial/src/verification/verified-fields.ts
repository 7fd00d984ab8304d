import type { Entry } from '../entry.js';

/** The fields of an entry that were compared with their source, as JSON pointers into its data. */
export interface VerifiedEntry {
  readonly entry: string;
  readonly fields: readonly string[];
}

/** That a verification holds no longer for an entry, or for a field of it. */
export interface Broken {
  readonly entry: string;
  /** The field that was corrected; absent: the entry was annulled. */
  readonly field?: string;
  /** The event that corrected or annulled it. */
  readonly by: string;
}

/** Whether a change of one place touches the value at another: it is there, in it or around it. */
export function touches(changed: string, field: string): boolean {
  return changed === field || changed.startsWith(`${field}/`) || field.startsWith(`${changed}/`);
}

/**
 * The entries of a record with the verifications that a change breaks marked where they broke. A record without verifications is left
 * as it is, so that a state that was made before there were any has the digest that it had.
 */
export function withBroken(entries: readonly Entry[], change: Broken): readonly Entry[] {
  return entries.map((entry) =>
    entry.type === 'SourceDataVerified' && isBrokenBy(entry, change)
      ? { ...entry, broken: [...(entry.broken ?? []), change] }
      : entry,
  );
}

function isBrokenBy({ data }: Entry, { entry, field }: Broken): boolean {
  const { verified } = data as { readonly verified: readonly VerifiedEntry[] };
  const own = verified.find((one) => one.entry === entry);
  return own !== undefined && (field === undefined || own.fields.some((one) => touches(field, one)));
}
