import { mayKnowText, type Person, permits, worksAt } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore, FoundTexts } from '@bali/event-store';
import { type TextAtFault, turningShown } from '@bali/inspection';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import {
  isOfEarlierEvent,
  redactedBy,
  showTexts,
  textHashesOf,
  textReferencesOf,
  withholdTexts,
} from '@bali/projections';
import type { ShowText } from '@bali/schema';
import type { KnownOfTexts } from './known-of-texts.js';
import type { TextAlarm } from './text-alarm.js';

/**
 * The free texts of the trial ledger as a person may know them. A text that is not there is told to be redacted only where an event
 * says so; else it is missing, or altered, and the alarm knows.
 */
export class FreeTexts {
  readonly #ledger: Pick<EventStore, 'readTexts' | 'readStream'>;
  readonly #alarm: TextAlarm;
  readonly #known: Pick<KnownOfTexts, 'caughtUp'>;
  readonly #now: Clock;

  constructor(
    trialLedger: Pick<EventStore, 'readTexts' | 'readStream'>,
    alarm: TextAlarm,
    known: Pick<KnownOfTexts, 'caughtUp'>,
    now: Clock,
  ) {
    this.#ledger = trialLedger;
    this.#alarm = alarm;
    this.#known = known;
    this.#now = now;
  }

  /**
   * How the free texts of these records are shown to a person: as they are, marks that turn the direction of writing made visible, or
   * withheld, or why they are not there.
   * @param site where the records belong to one site, that site.
   */
  async shownTo(person: Person, records: readonly LedgerRecord[], site?: string): Promise<ShowText> {
    const mayRead = permits(person.role, 'read-free-texts') && (site === undefined || worksAt(person, site));
    if (!mayRead) return withholdTexts;
    const withheld = await this.#withheldFrom(person, records);
    const hashes = records.flatMap(textHashesOf).filter((hash) => !withheld.has(hash));
    const found = await this.#ledger.readTexts(hashes);
    const faulty = await this.#faulty(records, new Set(hashes), found);
    this.#alarm.note('trial', faulty, found.authentic.keys());
    const show = showTexts(shownOf(records, found), new Map(faulty.map(({ hash, fault }) => [hash, fault])));
    return (hash) => (withheld.has(hash) ? withholdTexts(hash) : turningShown(show(hash)));
  }

  /** The hashes of texts that a person may not know now, wherever they stand. */
  async #withheldFrom(person: Person, records: readonly LedgerRecord[]): Promise<ReadonlySet<string>> {
    const known = await this.#known.caughtUp();
    const asOf = this.#now().toISOString();
    const judged = [...records, ...(await this.#correctedIn(records))];
    const withheld = judged.flatMap((record) => {
      // What is not in the projections yet may stand in the records themselves.
      const authorKnew = known.authorKnew(record) || records.some((other) => toldBefore(other, record));
      return textReferencesOf(record).filter((reference) => {
        if (isOfEarlierEvent(record, reference)) return false;
        const { field, hash } = reference;
        const said = { isFlagged: known.isFlagged(hash), isReleased: known.isReleased(hash) };
        return !mayKnowText(person, { record, field, authorKnew, asOf, ...said, ...known.siteFor(person, record) });
      });
    });
    return new Set(withheld.map(({ hash }) => hash));
  }

  /** The events that brought in the old values of corrections: who wrote a text is not who corrected it. */
  async #correctedIn(records: readonly LedgerRecord[]): Promise<readonly LedgerRecord[]> {
    const here = new Set(records.map(({ id }) => id));
    const old = new Map<string, Set<string>>();
    for (const record of records) {
      for (const reference of textReferencesOf(record).filter((each) => isOfEarlierEvent(record, each))) {
        old.set(record.stream, (old.get(record.stream) ?? new Set()).add(reference.hash));
      }
    }
    const found: LedgerRecord[] = [];
    for (const [stream, hashes] of old) {
      for (const { leaf } of await this.#ledger.readStream(stream)) {
        const record = recordOf(leaf);
        if (!here.has(record.id) && textHashesOf(record).some((hash) => hashes.has(hash))) found.push(record);
      }
    }
    return found;
  }

  /** What is not there, and was not redacted. A redaction stands in the record of its text, and is written before the text goes. */
  async #faulty(
    records: readonly LedgerRecord[],
    asked: ReadonlySet<string>,
    { authentic, altered }: FoundTexts,
  ): Promise<readonly TextAtFault[]> {
    const absent = records.flatMap((record) =>
      textReferencesOf(record)
        .filter(({ hash }) => asked.has(hash) && !authentic.has(hash))
        .map((reference) => ({ ...reference, event: record.id, stream: record.stream })),
    );
    const redacted = await this.#redactedIn(new Set(absent.map(({ stream }) => stream)));
    return absent
      .filter(({ hash }) => !redacted.has(hash))
      .map(({ hash, field, event }) => ({ hash, field, event, fault: altered.has(hash) ? 'altered' : 'missing' }));
  }

  async #redactedIn(streams: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const redacted = new Set<string>();
    for (const stream of streams) {
      for (const { leaf } of await this.#ledger.readStream(stream)) {
        const hash = redactedBy(recordOf(leaf));
        if (hash !== undefined) redacted.add(hash);
      }
    }
    return redacted;
  }
}

function toldBefore({ type, data, metadata }: LedgerRecord, record: LedgerRecord): boolean {
  if (type !== 'PatientUnblinded' || metadata.recordedAt > record.metadata.recordedAt) return false;
  return (data as { readonly shownTo?: string }).shownTo === record.metadata.actor.userId;
}

/** What is redacted is not shown, also where it has not been erased yet, or was put back. */
function shownOf(records: readonly LedgerRecord[], { authentic }: FoundTexts): FoundTexts['authentic'] {
  const redacted = new Set(records.flatMap((record) => redactedBy(record) ?? []));
  if (redacted.size === 0) return authentic;
  return new Map([...authentic].filter(([hash]) => !redacted.has(hash)));
}
