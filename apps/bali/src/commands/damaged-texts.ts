import { FoundDamaged } from '@bali/command-line';
import type { FaultyText } from '@bali/inspection';
import { LEDGERS } from '@bali/ledger';
import type { TextsOfLedgers } from '@bali/operations';

/** How many texts a command names; `--json` and the files name all. */
const NAMED = 20;
const WHAT_TO_DO = 'docs/operations/incidents.md says what to do: “A free text is missing or altered”.';

/**
 * Ends a command that has done its work on ledgers whose free texts are damaged.
 * @throws FoundDamaged naming the ledgers, and the texts of those that may be named.
 */
export function sayDamaged(what: string, texts: TextsOfLedgers): void {
  const damaged = LEDGERS.filter((ledger) => texts[ledger].state === 'damaged');
  if (damaged.length === 0) return;
  const lines = damaged.flatMap((ledger) => {
    const { faulty = [] } = texts[ledger];
    const head = `  ${ledger}: ${faulty.length > 0 ? `${faulty.length} free texts` : 'free texts'} are missing or altered`;
    const named = faulty.slice(0, NAMED).map(({ event, field, fault }) => `    ${fault}: ${field} of event ${event}`);
    return [head, ...named];
  });
  throw new FoundDamaged([`DAMAGED. ${what}`, ...lines, WHAT_TO_DO].join('\n'));
}

/** What is unknown of the texts of ledgers, for people. */
export function unknownLines(texts: TextsOfLedgers): readonly string[] {
  const unknown = LEDGERS.filter((ledger) => texts[ledger].state === 'unknown');
  if (unknown.length === 0) return [];
  return [
    `Whether all free texts of ${unknown.join(', ')} are there could not be seen: not every event could be read here.`,
  ];
}

/** Free texts that are not in a package, each on a line. */
export function faultyLines(faulty: readonly FaultyText[]): readonly string[] {
  if (faulty.length === 0) return [];
  const named = faulty.slice(0, NAMED).map(({ index, field, fault }) => `    ${fault}: ${field} of event ${index}`);
  const more = faulty.length > NAMED ? [`    and ${faulty.length - NAMED} more, which manifest.json names`] : [];
  return [
    `  MISSING       ${faulty.length} free texts, and no event in it says that they were redacted:`,
    ...named,
    ...more,
  ];
}

/** Ends a command that has made a package of a ledger whose texts are damaged. @throws FoundDamaged */
export function sayPackageDamaged(faulty: readonly FaultyText[] = []): void {
  if (faulty.length === 0) return;
  const what = 'It is made all the same. Those who verify it are refused, unless they say --missing-texts.';
  throw new FoundDamaged([`DAMAGED. ${what}`, ...faultyLines(faulty), WHAT_TO_DO].join('\n'));
}
