import type { FreeText, Ledger, LedgerRecord } from '@bali/ledger';
import type { ShownStanding, TextReference } from '@bali/projections/portable';
import type { ShowText } from '@bali/schema';
import type { EventDefinition } from '@bali/schema';
import type { TrialState } from '@bali/trial';

/** An event as the audit log for people shows it, whichever the ledger. */
export interface AuditRow {
  readonly patient?: string;
  readonly site?: string;
  readonly recordedAtSite?: string;
  readonly late: boolean;
  readonly reason?: string;
  /** All of it as people read it. */
  readonly sentence: string;
}

/** What a row shows besides its event: free texts, and where its signature stands. */
export interface RowContext {
  readonly show: ShowText;
  readonly standing?: ShownStanding;
}

/** Makes the row of an event. */
export type MakeRow = (record: LedgerRecord, position: number, context: RowContext) => AuditRow;

/** What a ledger says as it stands after its events: folded while they are read, in bounded memory. */
export interface StateFold {
  apply(record: LedgerRecord, position: number, bytes: number): void;
  /** The state's canonical JSON, in pieces; asked once all events were applied. Its SHA-256 is the state's digest. */
  json(): Iterable<string>;
  /** Makes the rows of the audit log; asked once all events were applied. @param wording the version of the words. */
  rows(wording: number): MakeRow;
  close(): void;
}

/** The state of the trial, folded where there is room for it: it may be larger than memory, so its place is handed in. */
export interface TrialStateFold {
  /** @throws UnknownEvent, and an Error for a stream, that this software does not know. */
  apply(event: { readonly record: LedgerRecord; readonly position: number; readonly bytes: number }): void;
  json(): Iterable<string>;
  trial(): TrialState;
  close(): void;
}

export type OpenTrialState = () => TrialStateFold;

/** A free text that a record of a ledger refers to. */
export interface LedgerText extends TextReference {
  /** It is a copy of the trial ledger's text of this hash, whose event says when it is redacted: here it may be missing. */
  readonly copyOf?: string;
}

/** What a package has to know of a ledger besides its bytes. */
export interface AuditedLedger {
  /** Makes the row of an event without the state, where that is enough. @param wording the version of the words. */
  readonly plainRows: (wording: number) => MakeRow;
  readonly ledger: Ledger;
  /** @throws UnknownEvent for one that this software does not know. */
  readonly definitionOf: (type: string, schemaVersion: number) => EventDefinition;
  /** What may be inside a sealed record; absent where records are not sealed. @throws UnknownEvent */
  readonly openedDefinitionOf?: (type: string, schemaVersion: number) => EventDefinition;
  /** The free texts that a record refers to, once it is opened. */
  readonly textsOf: (record: LedgerRecord) => readonly LedgerText[];
  /** The patient whose record an event is part of. */
  readonly patientOf: (record: LedgerRecord) => string | undefined;
  /** Opens a sealed record with its own key; absent where records are not sealed. @throws what opening throws */
  readonly open?: (record: LedgerRecord, contentKey: Uint8Array) => Promise<LedgerRecord>;
  /** Opens a sealed text with its own key, likewise. @throws what opening throws */
  readonly openText?: (text: Pick<FreeText, 'hash' | 'text'>, contentKey: Uint8Array) => Promise<string>;
  readonly openState: (openTrialState: OpenTrialState) => StateFold;
}
