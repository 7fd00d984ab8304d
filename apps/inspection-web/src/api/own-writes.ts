import { signal } from '@preact/signals';

/** The position of the last event of the trial ledger that was entered here; undefined: nothing was. */
export const written = signal<number | undefined>(undefined);

/** Remembers what a command answered, so that every list that is asked from now on has it. */
export function noteWritten(answer: unknown): void {
  const { position, revision } = (answer ?? {}) as { readonly position?: number; readonly revision?: number };
  // What is recorded in the access ledger has no revision.
  if (position !== undefined && revision !== undefined) written.value = position;
}
