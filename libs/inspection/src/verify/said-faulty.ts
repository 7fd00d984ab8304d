import type { TextFault } from '@bali/projections/portable';
import { clauseOf, type FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import { NotVerified } from './not-verified.js';
import type { Policy } from './policy.js';

const NONE: ReadonlyMap<string, TextFault> = new Map();

/** What a manifest says of texts that are not there, found by the event and the field. */
export class SaidFaulty {
  readonly #byIndex = new Map<number, Map<string, TextFault>>();

  constructor(faulty: readonly FaultyText[] = []) {
    for (const { index, field, fault } of faulty) {
      const fields = this.#byIndex.get(index) ?? new Map<string, TextFault>();
      this.#byIndex.set(index, fields.set(field, fault));
    }
  }

  /** Of the event at an index, by the field. */
  in(index: number): ReadonlyMap<string, TextFault> {
    return this.#byIndex.get(index) ?? NONE;
  }
}

/** How many texts a finding names; the manifest names all. */
const NAMED = 20;

/**
 * Whoever changes a package could take a text out of it and say in its manifest, which nobody signs, that it was missing. So whoever
 * verifies it decides, once all else was found right.
 * @throws NotVerified naming the texts that are not there, unless the policy takes the package without them.
 */
export function refuseFaultyTexts(faulty: readonly FaultyText[], { missingTexts = false }: Policy): void {
  const [first] = faulty;
  if (first === undefined || missingTexts) return;
  const named = faulty
    .slice(0, NAMED)
    .map(({ index, field, fault }) => `${field} of event ${index}: ${clauseOf(fault)}`);
  const more = faulty.length > NAMED ? [`${faulty.length - NAMED} more, which ${FILES.manifest} names`] : [];
  const detail =
    `Everything else that was compared is right. ${faulty.length} free texts are not there, and no event of the package says that they were ` +
    `redacted; ${FILES.manifest} says of them: ${[...named, ...more].join('; ')}. Without them, it verifies with --missing-texts`;
  throw new NotVerified({ fault: 'text-missing', file: FILES.texts, index: first.index, detail });
}
