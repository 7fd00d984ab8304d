import { verifySignature } from '@bali/access/portable';
import { canonicalJson, eventId, type LedgerRecord, NotCanonical } from '@bali/ledger';
import { schemaViolation, UnknownEvent } from '@bali/schema';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { AuditedLedger } from '../derived/audited-ledger.js';
import { FILES } from '../format/layout.js';
import { IdSet } from './id-set.js';
import { type Fault, NotVerified } from './not-verified.js';

/** The most events of one command; see `checkAppend`. */
const MAX_PLACES = 1_000;

const closed = { additionalProperties: false } as const;
const text = Type.String();
const uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
const instant = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' });
const actor = Type.Object({ userId: text, name: text, role: text, organisation: text }, closed);
const assertion = Type.Object(
  {
    credential: text,
    publicKey: text,
    algorithm: text,
    authenticatorData: text,
    clientDataJSON: text,
    signature: text,
  },
  closed,
);
const signature = Type.Object(
  {
    name: text,
    meaning: text,
    signedAt: instant,
    contentHash: text,
    method: text,
    assertion: Type.Optional(assertion),
  },
  closed,
);
const metadata = Type.Object(
  {
    trialId: text,
    recordedAt: instant,
    actor,
    commandId: uuid,
    correlationId: text,
    causationId: text,
    reason: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    reasonCode: Type.Optional(text),
    signature: Type.Optional(signature),
    source: Type.Object({ client: text, ip: text }, closed),
    software: Type.Object({ version: text, commit: text }, closed),
  },
  closed,
);
const envelope = Compile(
  Type.Object(
    {
      id: uuid,
      stream: text,
      revision: Type.Integer({ minimum: 0 }),
      type: text,
      schemaVersion: Type.Integer({ minimum: 1 }),
      data: Type.Object({}),
      metadata,
    },
    closed,
  ),
);

/** What every event of a ledger must be, whoever signed the tree over it. */
export class RecordRules {
  readonly #audited: AuditedLedger;
  readonly #fold: LedgerFold;
  readonly #trialId: string;
  readonly #ids: IdSet;
  #before: { readonly commandId: string; readonly place: number } | undefined;

  /** @param events how many there will be, as somebody says. */
  constructor(fold: LedgerFold, trialId: string, events = 0) {
    this.#ids = new IdSet(events);
    this.#audited = fold.audited;
    this.#fold = fold;
    this.#trialId = trialId;
  }

  /** The record in a leaf, which is the next one. @throws NotVerified naming the first rule that it breaks. */
  recordIn(leaf: Uint8Array, index: number): LedgerRecord {
    const record = wellFormed(leaf, index);
    this.#checkIdentity(record, index);
    checkContent(record, index, this.#audited.definitionOf);
    return record;
  }

  /** What was inside a sealed record: it keeps the rules, too. @throws NotVerified naming the first rule that it breaks. */
  checkOpened(opened: LedgerRecord, index: number): void {
    const { openedDefinitionOf } = this.#audited;
    if (openedDefinitionOf !== undefined) checkContent(opened, index, openedDefinitionOf);
    if (opened.metadata.signature !== undefined) refuseUnlessValid(opened, index);
  }

  #checkIdentity(record: LedgerRecord, index: number): void {
    const { id, stream, revision, metadata } = record;
    if (metadata.trialId !== this.#trialId) {
      throw wrong('another-trial', index, { expected: this.#trialId, found: metadata.trialId });
    }
    const next = this.#fold.nextRevision(stream);
    if (revision !== next) {
      const [expected, found] = [`revision ${next} of ${stream}`, `revision ${revision}`];
      throw wrong('event-out-of-order', index, { expected, found });
    }
    const place = this.#placeOf(record);
    if (place === undefined) {
      throw wrong('event-malformed', index, { detail: 'Its id is not that of an event of its command', found: id });
    }
    this.#before = { commandId: metadata.commandId, place };
    if (!this.#ids.add(id)) throw wrong('event-repeated', index, { found: id });
  }

  /** Which of its command's events it is: mostly the first, or the one after that before it. */
  #placeOf({ id, metadata: { commandId } }: LedgerRecord): number | undefined {
    const guess = this.#before?.commandId === commandId ? this.#before.place + 1 : 0;
    if (eventId(commandId, guess) === id) return guess;
    for (let place = 0; place < MAX_PLACES; place += 1) if (eventId(commandId, place) === id) return place;
    return undefined;
  }
}

function checkContent(record: LedgerRecord, index: number, definitionOf: AuditedLedger['definitionOf']): void {
  const { type, schemaVersion, data } = record;
  try {
    const violation = schemaViolation(definitionOf(type, schemaVersion), data);
    if (violation !== undefined) {
      const detail = `${type}${violation.field} ${violation.rule}`;
      throw wrong('event-violates-schema', index, { detail });
    }
  } catch (error) {
    if (!(error instanceof UnknownEvent)) throw error;
    throw wrong('event-unknown', index, { found: `${type}, version ${schemaVersion}` });
  }
}

/** @throws NotVerified when the electronic signature in a record, which the fold has looked at, is not one of it. */
export function refuseInvalidSignature(fold: LedgerFold, record: LedgerRecord, index: number): void {
  if (fold.hasInvalidSignature(index)) refuseUnlessValid(record, index);
}

function refuseUnlessValid(record: LedgerRecord, index: number): void {
  const verdict = verifySignature(record);
  if (verdict.valid) return;
  throw wrong('record-signature-wrong', index, { detail: verdict.sentence.replace(/\.$/, '') });
}

/** Read, of the right form, and written as the canonical form writes it. */
function wellFormed(leaf: Uint8Array, index: number): LedgerRecord {
  const text = textOf(leaf, index);
  const record = parsed(text, index);
  if (!envelope.Check(record)) {
    const [fault] = envelope.Errors(record);
    throw wrong('event-malformed', index, { detail: `${fault?.instancePath ?? ''} ${fault?.message ?? ''}`.trim() });
  }
  if (isPlainlyCanonical(record, text)) return record;
  try {
    if (canonicalJson(record) === text) return record;
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    throw wrong('event-malformed', index, { detail: error.message });
  }
  throw wrong('event-malformed', index, { detail: 'It is not in the canonical form of JSON (RFC 8785)' });
}

/**
 * Whether a text is canonical, found out ten times faster than by making the canonical form. RFC 8785 writes texts and numbers
 * as ECMAScript does, and sorts names: so a text is canonical if ECMAScript writes the same, names are sorted, and it holds no
 * half of a surrogate pair. Where this says no, the canonical form itself has to be made.
 */
function isPlainlyCanonical(record: object, text: string): boolean {
  return JSON.stringify(record) === text && hasSortedNames(record) && !/\\ud[89a-f]/.test(text);
}

function hasSortedNames(value: object): boolean {
  if (Array.isArray(value)) return value.every((member) => !isObject(member) || hasSortedNames(member));
  let before = '';
  for (const name of Object.keys(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (name < before || (isObject(member) && !hasSortedNames(member))) return false;
    before = name;
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(leaf: Uint8Array, index: number): string {
  try {
    return decoder.decode(leaf);
  } catch {
    throw wrong('event-malformed', index, { detail: 'It is not in UTF-8' });
  }
}

function parsed(text: string, index: number): LedgerRecord {
  try {
    return JSON.parse(text) as LedgerRecord;
  } catch {
    throw wrong('event-malformed', index, { detail: 'It is no JSON' });
  }
}

export function wrong(
  fault: Fault,
  index: number,
  more: { readonly detail?: string; readonly expected?: string; readonly found?: string } = {},
): NotVerified {
  return new NotVerified({ fault, file: FILES.events, line: index + 1, index, ...more });
}
