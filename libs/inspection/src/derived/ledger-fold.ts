import { verifySignature } from '@bali/access/portable';
import { cryptography, type LedgerRecord } from '@bali/ledger';
import type { ShownStanding } from '@bali/projections/portable';
import { supersedes } from '@bali/trial';
import { EVENTS_PER_HTML_PAGE } from '../format/layout.js';
import type { AuditedLedger, OpenTrialState, StateFold } from './audited-ledger.js';
import { type LedgerFinding, TimeOrder } from './time-order.js';

/** A type of event that occurs, in a version that occurs. */
export interface OccurringType {
  readonly type: string;
  readonly schemaVersion: number;
  /** Whether it occurs inside sealed records. */
  readonly isSealed: boolean;
}

/** Where a page of the audit log begins and ends in time. */
export interface PagePeriod {
  readonly from: string;
  until: string;
}

type Signed = Pick<LedgerRecord, 'id' | 'stream' | 'revision' | 'type' | 'data'> & { readonly position: number };

/**
 * What is to be known of all events before their audit log can be made: read once, event by event. Memory grows with the
 * streams and the signatures that still stand, not with the events.
 */
export class LedgerFold {
  readonly audited: AuditedLedger;
  readonly state: StateFold;
  readonly pages: PagePeriod[] = [];
  readonly #revisions = new Map<string, number>();
  readonly #patients = new Set<string>();
  readonly #types = new Map<string, OccurringType>();
  readonly #standing = new Map<string, Signed[]>();
  readonly #superseded = new Map<number, NonNullable<ShownStanding['supersededBy']>>();
  readonly #invalid = new Set<number>();
  readonly #times = new TimeOrder();
  #events = 0;
  #digest: string | undefined;
  #signatures = 0;
  #period: PagePeriod | null = null;

  constructor(audited: AuditedLedger, openTrialState: OpenTrialState) {
    this.audited = audited;
    this.state = audited.openState(openTrialState);
  }

  /** The revision that the next event of a stream has. */
  nextRevision(stream: string): number {
    return (this.#revisions.get(stream) ?? -1) + 1;
  }

  /**
   * @param opened what a sealed record holds: that is what the state is folded from.
   * @throws UnknownEvent for an event that this software does not know.
   */
  apply(record: LedgerRecord, bytes: number, opened = record): void {
    const position = this.#events;
    const { stream, revision, type, schemaVersion, metadata } = record;
    this.state.apply(opened, position, bytes);
    this.#events += 1;
    this.#revisions.set(stream, revision);
    const patient = this.audited.patientOf(record);
    if (patient !== undefined) this.#patients.add(patient);
    this.#noteType({ type, schemaVersion, isSealed: false });
    if (opened !== record) this.#noteType({ type: opened.type, schemaVersion: opened.schemaVersion, isSealed: true });
    this.#notePeriod(position, metadata.recordedAt);
    this.#times.note(position, record);
    this.#noteSignatures(position, record);
  }

  /** What people should know of events that are all right. */
  get findings(): readonly LedgerFinding[] {
    return this.#times.findings;
  }

  get period(): { readonly from: string; readonly until: string } | null {
    return this.#period && { from: this.#period.from, until: this.#period.until };
  }

  get counts(): { events: number; streams: number; patients: number; signatures: number } {
    const { size: streams } = this.#revisions;
    return { events: this.#events, streams, patients: this.#patients.size, signatures: this.#signatures };
  }

  /** How many events each stream has, in the order of their names' UTF-16 code units. */
  get records(): readonly { readonly stream: string; readonly events: number }[] {
    const names = [...this.#revisions.keys()].toSorted();
    return names.map((stream) => ({ stream, events: this.nextRevision(stream) }));
  }

  /** In the order of their names' UTF-16 code units. */
  get types(): readonly OccurringType[] {
    return [...this.#types].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, type]) => type);
  }

  /** Whether a signature still stands for what was signed, as of the last event applied. */
  standingOf(position: number, record: LedgerRecord): ShownStanding | undefined {
    if (record.metadata.signature === undefined) return undefined;
    if (this.hasInvalidSignature(position)) return { standing: 'invalid' };
    const supersededBy = this.#superseded.get(position);
    return supersededBy === undefined ? { standing: 'valid' } : { standing: 'superseded', supersededBy };
  }

  hasInvalidSignature(position: number): boolean {
    return this.#invalid.has(position);
  }

  /** The canonical JSON of the state after the last event, in pieces; asked once all events were applied. */
  *stateJson(): Generator<string> {
    const hash = cryptography().startSha256();
    for (const piece of this.state.json()) {
      hash.update(piece);
      yield piece;
    }
    this.#digest = hash.hex();
  }

  /** SHA-256 of the state's canonical JSON, lower-case hex: known once all pieces of it were asked for, else they are asked for now. */
  stateDigest(): string {
    if (this.#digest === undefined) for (const _ of this.stateJson());
    if (this.#digest === undefined) throw new Error('the state has a digest once it was read to its end');
    return this.#digest;
  }

  close(): void {
    this.state.close();
  }

  #noteType(occurring: OccurringType): void {
    const key = `${occurring.type} ${occurring.schemaVersion}`;
    if (!this.#types.has(key)) this.#types.set(key, occurring);
  }

  #notePeriod(position: number, recordedAt: string): void {
    this.#period ??= { from: recordedAt, until: recordedAt };
    this.#period.until = recordedAt;
    if (position % EVENTS_PER_HTML_PAGE === 0) this.pages.push({ from: recordedAt, until: recordedAt });
    const page = this.pages.at(-1);
    if (page !== undefined) page.until = recordedAt;
  }

  #noteSignatures(position: number, record: LedgerRecord): void {
    const { id, stream, revision, type, data, metadata } = record;
    const signed = this.#standing.get(stream);
    const still = signed?.filter((candidate) => {
      if (!supersedes(record, candidate as unknown as LedgerRecord)) return true;
      this.#superseded.set(candidate.position, { event: id, revision, recordedAt: metadata.recordedAt });
      return false;
    });
    if (still !== undefined && still.length !== signed?.length) this.#standing.set(stream, still);
    if (metadata.signature === undefined) return;
    this.#signatures += 1;
    if (!verifySignature(record).valid) this.#invalid.add(position);
    // Of what was signed, only this is asked for by what supersedes it.
    const kept = { id, stream, revision, type, position, data: type === 'EligibilityConfirmed' ? data : {} };
    this.#standing.set(stream, [...(still ?? []), kept]);
  }
}
