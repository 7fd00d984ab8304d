import type { TextAtFault } from '@bali/inspection';
import { type Ledger, LEDGERS } from '@bali/ledger';
import type { TextFault } from '@bali/projections';

const SENTENCES: Readonly<Record<TextFault, string>> = {
  missing: 'a free text is missing that no event says was redacted',
  altered: 'a free text was altered in the store: it is shown to nobody',
  'redacted-later': 'a free text was redacted after the events that were looked at',
};
const WHAT_TO_DO = 'see “A free text is missing or altered” in docs/operations/incidents.md';

/**
 * Knows which free texts are missing or altered, whoever has noticed it, and tells operators of each once. It never says anything of
 * what a text says. Of the sealed ledger it says that something is wrong there, once, and neither where nor of how many texts: how
 * many there are could tell an arm.
 */
export class TextAlarm {
  readonly #log: { error(details: object, message: string): void };
  readonly #faulty = new Map<Ledger, Map<string, TextFault>>();

  constructor(log: { error(details: object, message: string): void }) {
    this.#log = log;
  }

  /** Takes down what was found of texts of a ledger. Texts that are sound were perhaps put right since. */
  note(ledger: Ledger, faulty: readonly TextAtFault[], sound: Iterable<string> = []): void {
    const known = this.#faulty.get(ledger) ?? new Map<string, TextFault>();
    this.#faulty.set(ledger, known);
    if (known.size > 0) for (const hash of sound) known.delete(hash);
    for (const text of faulty) {
      if (known.get(text.hash) === text.fault) continue;
      if (ledger !== 'sealed' || known.size === 0) this.#tell(ledger, text);
      known.set(text.hash, text.fault);
    }
  }

  /** Takes down what was found of all texts of a ledger. Those that are not named are sound. */
  noteAll(ledger: Ledger, faulty: readonly TextAtFault[]): void {
    const still = new Set(faulty.map(({ hash }) => hash));
    const known = [...(this.#faulty.get(ledger)?.keys() ?? [])];
    this.note(
      ledger,
      faulty,
      known.filter((hash) => !still.has(hash)),
    );
  }

  /** The ledgers of which a text is known to be missing or altered. */
  get raised(): readonly Ledger[] {
    return LEDGERS.filter((ledger) => (this.#faulty.get(ledger)?.size ?? 0) > 0);
  }

  #tell(ledger: Ledger, { event, field, fault }: TextAtFault): void {
    if (ledger === 'sealed')
      this.#log.error({ ledger }, `a free text beside the sealed ledger is missing or altered: ${WHAT_TO_DO}`);
    else this.#log.error({ ledger, event, field }, `${SENTENCES[fault]}: ${WHAT_TO_DO}`);
  }
}
