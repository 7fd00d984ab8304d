import { textIsFor, TextKnowledge } from '@bali/access/portable';
import type { LedgerRecord } from '@bali/ledger';
import type { WithheldFinding } from '../derived/package-finding.js';

interface Withheld {
  readonly index: number;
  readonly record: LedgerRecord;
  readonly field: string;
  readonly hash: string;
}

/**
 * Whether the events of a package show why a text is withheld: it could give away an arm, its author had been told one, a monitor
 * flagged it, or it had not left its site yet. That an author knew by a role, with another account, or of a patient who is not in the
 * package, no event of it shows: then the texts are told as a finding, since whoever makes a package could also hide what they wrote.
 */
export class WithheldGrounds {
  readonly #known = new TextKnowledge();
  readonly #withheld: Withheld[] = [];
  readonly #readers: readonly string[];
  #asOf = '';

  /** @param isForTheSite whether the reader of the package reads at once what is written at their site. */
  constructor({ isForTheSite }: { readonly isForTheSite: boolean }) {
    this.#readers = isForTheSite ? ['every-reader', 'those-who-read-at-once'] : ['every-reader'];
  }

  /** Takes the events of the package, in their order. */
  take(record: LedgerRecord): void {
    this.#known.take(record);
    const { recordedAt } = record.metadata;
    if (recordedAt > this.#asOf) this.#asOf = recordedAt;
  }

  /** Takes a text that the package withholds, with the event that brought it in. */
  ask(text: Withheld): void {
    this.#withheld.push(text);
  }

  /** Asked once all events were taken. */
  get findings(): readonly WithheldFinding[] {
    const without = this.#withheld.filter((text) => !this.#isShown(text));
    const [first] = without;
    if (first === undefined) return [];
    const { index, field } = first;
    const sentence =
      `${without.length === 1 ? 'A free text is' : `${without.length} free texts are`} withheld, and no event here shows why. The first is ` +
      `${field} of event ${index}. Its author may have known an arm by a role, with another account, or of a patient who is not in ` +
      'here: the unblinding register says so. If it does not, ask why the text was left out.';
    return [{ finding: 'withheld-without-a-sign', texts: without.length, first: { index, field }, sentence }];
  }

  #isShown({ record, field, hash }: Withheld): boolean {
    const known = this.#known;
    const said = { isFlagged: known.isFlagged(hash), isReleased: known.isReleased(hash), asOf: this.#asOf };
    return !this.#readers.includes(textIsFor({ record, field, authorKnew: known.authorKnew(record), ...said }));
  }
}
