import { expect } from '@jest/globals';
import { generatedFile } from '@bali/generated';
import { join } from 'node:path';

/**
 * Compares something with the golden file of that name. `npm run update` writes the file anew: only after the difference
 * was read, and only for a difference that the README of this folder permits.
 */
export function expectGolden(name: string, made: unknown): void {
  const path = join(import.meta.dirname, 'golden', name);
  const text = `${JSON.stringify(made, null, 2)}\n`;
  const kept: unknown = JSON.parse(generatedFile(path, text));
  explained(path, () => expect(JSON.parse(text)).toStrictEqual(kept));
}

/** Runs an expectation; its failure says what the difference means and what to do. */
export function explained(path: string, compare: () => void): void {
  try {
    compare();
  } catch (error) {
    if (error instanceof Error) error.message += `\n\n${adviceAbout(path)}`;
    throw error;
  }
}

function adviceAbout(path: string): string {
  return [
    `Something that clients or readers see is no longer what ${path} says ("-" is the file, "+" is the software).`,
    'Read the difference. If nobody meant it, mend the code. If it is one that test/safety-net/README.md permits, run',
    '`npm run update` and commit the file with the change that explains it.',
  ].join('\n');
}
