import { spawnSync } from 'node:child_process';

/** Something that others wrote, and that this project may not or need not bring along: a program, a server, a published schema. */
export interface OfOthers {
  /** What it is, and how it is had: this is said where it is missing. */
  readonly what: string;
  readonly isHere: boolean;
}

/** A program, found by running it once. */
export function program(what: string, command: string, ...args: readonly string[]): OfOthers {
  return { what, isHere: spawnSync(command, args).status === 0 };
}

const SAID = new Set<string>();

/** Which of them is missing; each is said once, so that nobody takes a run for more than it was. */
function areHere(needed: readonly OfOthers[]): boolean {
  const missing = needed.filter(({ isHere }) => !isHere);
  for (const { what } of missing) {
    if (!SAID.has(what)) process.stderr.write(`NOT TRIED: ${what}\n`);
    SAID.add(what);
  }
  return missing.length === 0;
}

/**
 * `it` or `describe`, where all that the tests need of others is here: `onlyWith(it, R)('is read by R', …)`. Elsewhere they are skipped,
 * are counted as such, and the run says why.
 */
export function onlyWith<Tests extends { readonly skip: unknown }>(
  tests: Tests,
  ...needed: readonly OfOthers[]
): Tests | Tests['skip'] {
  return areHere(needed) ? tests : tests.skip;
}
