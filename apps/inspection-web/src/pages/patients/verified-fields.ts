import type { FieldVerification } from '@bali/trial';

/** The values of one entry. */
export interface EntryFields {
  readonly entry: string;
  readonly type: string;
  readonly fields: readonly FieldVerification[];
}

export const keyOf = ({ entry, field }: FieldVerification): string => `${entry} ${field}`;

/** The values by their entries, both in their order. */
export function byEntry(all: readonly FieldVerification[]): readonly EntryFields[] {
  return [...new Set(all.map(({ entry }) => entry))].map((entry) => {
    const fields = all.filter((one) => one.entry === entry);
    return { entry, type: fields[0]?.type ?? '', fields };
  });
}

/** What was chosen, as a command takes it. */
export function entriesChosen(
  all: readonly FieldVerification[],
  chosen: ReadonlySet<string>,
): readonly { readonly entry: string; readonly fields: readonly string[] }[] {
  const left = all.filter((one) => chosen.has(keyOf(one)));
  return byEntry(left).map(({ entry, fields }) => ({ entry, fields: fields.map(({ field }) => field) }));
}
