import { BLINDING_EVENTS, openTextWithContentKey, openWithContentKey, SEALED_EVENT } from '@bali/blinding/portable';
import { type CellCorrectionEvent, CellDataCorrected, CellEntriesAnnulled } from '@bali/cell-therapy';
import { canonicalJson, type LedgerRecord } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { type About, type DefinedEvent, FREE_TEXT, isBeforeCauses, UnknownEvent } from '@bali/schema';
import type { PendingRequest } from '@bali/trial';
import type { AuditedLedger, AuditRow, MakeRow, RowContext, StateFold } from './audited-ledger.js';
import { plainRow, saidOf, spokenRow } from './plain-row.js';
import { knownDefinition, sealedDefinitionOf } from './sealed-events.js';
import { sentenceV2 } from './words-v2.js';

/** What says itself what the person did, in place of recording that something happened. */
const DONE: readonly string[] = [
  CellDataCorrected.type,
  CellEntriesAnnulled.type,
  BLINDING_EVENTS.SealedTextRedacted.type,
];

/** What a record says, once it is opened; until then that it is sealed. */
function definitionOf({ type, schemaVersion }: LedgerRecord): DefinedEvent {
  return knownDefinition(type) === undefined ? SEALED_EVENT : sealedDefinitionOf(type, schemaVersion);
}

const rowV2: MakeRow = (record, _, context) => {
  const patient = patientIn(record);
  const definition = definitionOf(record);
  const row = plainRow(record, sentenceV2(record.data as object, aboutOf(record, context), definition), context);
  return patient === undefined ? row : { patient, ...row };
};

const rowOf = (record: LedgerRecord, context: RowContext, wording: number): AuditRow => {
  const { type, data } = record;
  const definition = definitionOf(record);
  const patient = patientIn(record);
  const said = saidOf(definition, data as object, { ...aboutOf(record, context), wording });
  const isDone = DONE.includes(type) || (type === BLINDING_EVENTS.SealedDataShown.type && !isBeforeCauses({ wording }));
  const phrase = isDone ? said : `recorded that ${said}`;
  const { happened } = definition;
  const when = happened === undefined ? undefined : (data as Readonly<Record<string, string>>)[happened];
  return spokenRow(
    record,
    { phrase, patient, site: patient && siteOfPatient(patient), happened: when },
    context,
    wording,
  );
};

function rowsIn(wording: number): MakeRow {
  return wording < 3 ? rowV2 : (record, _, context) => rowOf(record, context, wording);
}

function patientIn({ data }: LedgerRecord): string | undefined {
  return (data as { readonly patient?: string }).patient;
}

function aboutOf(record: LedgerRecord, { show }: RowContext): About {
  return { patient: patientIn(record) ?? '', show, definitionOf: sealedDefinitionOf };
}

/**
 * What would unblind. Every record is sealed, and so is every free text; a package brings the key of each. What they say is shown
 * once they are opened.
 */
export const AUDITED_SEALED: AuditedLedger = {
  ledger: 'sealed',
  plainRows: rowsIn,
  definitionOf: (type, schemaVersion) => {
    if (type === SEALED_EVENT.type && schemaVersion === SEALED_EVENT.schemaVersion) return SEALED_EVENT;
    throw new UnknownEvent(type, schemaVersion);
  },
  openedDefinitionOf: sealedDefinitionOf,
  textsOf: (record) => {
    const { reason } = record.metadata;
    const copy = keptReason(record);
    return [
      ...(reason === undefined ? [] : [{ field: '/metadata/reason', hash: reason }]),
      ...textsInData(record).map(([name, hash]) => ({ field: `/data/${name}`, hash })),
      ...(copy === undefined ? [] : [{ field: '/data/request/reason/kept', hash: copy.kept, copyOf: copy.hash }]),
    ];
  },
  patientOf: () => undefined,
  open: openWithContentKey,
  openText: openTextWithContentKey,
  openState: () => new KindsFold(),
};

/** The fields of what happened in which the hash of a free text stands. Before a record is opened, none is known. */
function textsInData({ type, schemaVersion, data }: LedgerRecord): readonly (readonly [name: string, hash: string])[] {
  if (knownDefinition(type) === undefined) return [];
  const fields = data as Readonly<Record<string, unknown>>;
  return Object.entries(fields).flatMap(([name, hash]) =>
    typeof hash === 'string' && isText(type, schemaVersion, fields, name) ? [[name, hash] as const] : [],
  );
}

function isText(type: string, version: number, data: Readonly<Record<string, unknown>>, name: string): boolean {
  if (type !== CellDataCorrected.type) return isFreeText(sealedDefinitionOf(type, version), `/${name}`);
  const { correctedType, field } = data as unknown as CellCorrectionEvent['data'];
  return (name === 'oldValue' || name === 'newValue') && isFreeText(knownDefinition(correctedType), field);
}

function isFreeText(definition: DefinedEvent | undefined, field: string): boolean {
  if (definition === undefined) return false;
  const { properties } = definition.data as {
    readonly properties: Readonly<Record<string, { readonly contentMediaType?: string }>>;
  };
  return properties[field.slice(1)]?.contentMediaType === FREE_TEXT;
}

/** The reason of what was begun here and is recorded in the trial ledger. */
function keptReason({ type, data }: LedgerRecord): PendingRequest['reason'] {
  if (knownDefinition(type) === undefined) return undefined;
  return (data as { readonly request?: PendingRequest }).request?.reason;
}

/** How many records there are of each kind, as it is once they are opened. */
class KindsFold implements StateFold {
  readonly #kinds = new Map<string, number>();

  apply({ type }: LedgerRecord): void {
    this.#kinds.set(type, (this.#kinds.get(type) ?? 0) + 1);
  }

  json(): Iterable<string> {
    return [canonicalJson({ kinds: Object.fromEntries(this.#kinds) })];
  }

  rows(wording: number): MakeRow {
    return rowsIn(wording);
  }

  close(): void {
    this.#kinds.clear();
  }
}
