import type { Ledger } from '@bali/ledger';

/** The stream is not at the revision that the writer decided on. Nothing was written. */
export class WrongExpectedRevision extends Error {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly actualRevision: number;

  constructor(stream: string, expectedRevision: number, actualRevision: number) {
    super(`${stream} is at revision ${actualRevision}, not ${expectedRevision}`);
    this.name = 'WrongExpectedRevision';
    this.stream = stream;
    this.expectedRevision = expectedRevision;
    this.actualRevision = actualRevision;
  }
}

/** An event of this id is in the ledger already, in another place. Nothing was written. */
export class EventIdTaken extends Error {
  readonly id: string;

  constructor(id: string) {
    super(`an event with the id ${id} is in the ledger already`);
    this.name = 'EventIdTaken';
    this.id = id;
  }
}

/** Too many appends are waiting. Nothing was written: come back later. */
export class StoreOverloaded extends Error {
  constructor(waiting: number) {
    super(`${waiting} appends are waiting already`);
    this.name = 'StoreOverloaded';
  }
}

/** The store cannot be reached or written to, or is closed. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** At the given place is no ledger of ours, or one of another trial or name, of a later format, or a damaged one. */
export class NotThisLedger extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotThisLedger';
  }
}

/** Why a ledger is held. */
export type HeldBecause =
  | 'behind-its-mark'
  | 'not-the-marked-history'
  | 'mark-unreadable'
  | 'mark-gone'
  | 'head-does-not-fit'
  | 'head-missing'
  | 'event-altered';

const HELD_BECAUSE: Readonly<Record<HeldBecause, string>> = {
  'behind-its-mark': 'it is behind the state that it had when it was last written',
  'not-the-marked-history': 'it is not the history that was last written',
  'mark-unreadable': 'the mark in the keys directory cannot be read',
  'mark-gone': 'the mark in the keys directory that says what was written last is gone',
  'head-does-not-fit': 'its events are not those that its newest head was made for',
  'head-missing': 'it has events that no head covers',
  'event-altered': 'an event in it is not the one that was verified',
};

/**
 * A ledger is not what was written into it. What is verified of it is read; it takes no event until a person has decided.
 * The message has no sizes: it goes to the log of the server, whose readers may not learn the size of the sealed ledger.
 */
export class LedgerHeld extends Error {
  readonly ledger: Ledger;
  readonly why: HeldBecause;
  /** What was found, in words that have the ledger as their subject. */
  readonly found: string;

  constructor(ledger: Ledger, why: HeldBecause) {
    const found = HELD_BECAUSE[why];
    super(`The ${ledger} ledger is held: ${found}. Run \`bali check\`, which says what can be done.`);
    this.name = 'LedgerHeld';
    this.ledger = ledger;
    this.why = why;
    this.found = found;
  }
}
