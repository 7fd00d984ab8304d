import type { Actor, LedgerRecord, RecordSignature } from '@bali/ledger';
import { timeAt } from '@bali/protocol';
import {
  type CorrectionEvent,
  DataCorrected,
  EnteredAgain,
  EntryAnnulled,
  Erratum,
  RecordedAfterLock,
  daysLate,
  definitionOf,
  PATIENT_EVENTS,
  type PatientEntry,
  patientOfStream,
  TextFlagged,
  TextRedacted,
  TextReleased,
} from '@bali/trial';
import { type ShowText, words } from '@bali/schema';
import { PatientSites } from '../event-index/patient-sites.js';

/** An event of the audit log as people read it. */
export interface AuditEntry {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly patient?: string;
  readonly site?: string;
  readonly actor: Actor;
  /** The server's clock, UTC. */
  readonly recordedAt: string;
  /** The same moment at the site, with its offset; absent where the event is about no site. */
  readonly recordedAtSite?: string;
  /** Recorded long after it happened. */
  readonly late: boolean;
  /** Why, as a code. */
  readonly reasonCode?: string;
  /** The reason as it may be shown. */
  readonly reason?: string;
  /** Without what a passkey made: that is for verifiers of the record. */
  readonly signature?: Omit<RecordSignature, 'assertion'>;
  readonly signatureStanding?: ShownStanding;
  readonly correction?: CorrectionEvent['data'];
  /** How what it records was annulled later, if it was: then it is shown struck through. */
  readonly annulled?: ShownAnnulment;
  /** All of it as one sentence or more. */
  readonly sentence: string;
}

export interface ShownAnnulment {
  /** The event that annulled it. */
  readonly by: string;
  readonly recordedAt: string;
  readonly reasonCode?: string;
}

/** Whether a signature still stands for what was signed. */
export interface ShownStanding {
  readonly standing: 'valid' | 'superseded' | 'invalid';
  /** The first later event that changed what was signed. */
  readonly supersededBy?: { readonly event: string; readonly revision: number; readonly recordedAt: string };
}

export interface Telling {
  readonly show: ShowText;
  /** The version of the words, in a package; absent: the newest. */
  readonly wording?: number;
  /** Of the signature of an event, by the event's id; without it, nothing is said about standings. */
  readonly standingOf?: (event: string) => ShownStanding | undefined;
  /** How an event was annulled, by its id; without it, nothing is said about annulments. */
  readonly annulmentOf?: (event: string) => ShownAnnulment | undefined;
  /** The IANA time zone of a site; called with undefined where the event is about no site. */
  readonly timeZoneOf: (site: string | undefined) => string;
  /** The site that a record is about, where transfers are known; absent: that of the patient's code. */
  readonly siteOf?: (record: LedgerRecord) => string | undefined;
}

/** @throws UnknownEvent for an event that this software does not know. */
export function auditEntry(position: number, record: LedgerRecord, telling: Telling): AuditEntry {
  const { stream, revision, id, type, data, metadata } = record;
  const { actor, recordedAt, signature } = metadata;
  const patient = patientOfStream(stream);
  const site = siteIn(record, telling);
  const standing = signature && telling.standingOf?.(id);
  const recordedAtSite = site === undefined ? undefined : timeAt(recordedAt, telling.timeZoneOf(site));
  const days = daysAfter(record, telling);
  const annulled = telling.annulmentOf?.(id);
  return {
    ...{ position, stream, revision, id, type },
    ...(patient === undefined ? {} : { patient }),
    ...(site === undefined ? {} : { site }),
    ...{ actor, recordedAt },
    ...(recordedAtSite === undefined ? {} : { recordedAtSite }),
    late: days !== undefined,
    ...whyShown(metadata, telling),
    ...(signature === undefined ? {} : { signature: shown(signature) }),
    ...(standing === undefined ? {} : { signatureStanding: standing }),
    ...(type === 'DataCorrected' ? { correction: data as CorrectionEvent['data'] } : {}),
    ...(annulled && { annulled }),
    sentence: sentenceOf(record, telling, recordedAtSite, days),
  };
}

/** The code of the reason, and the reason as it may be shown. */
function whyShown(
  { reason, reasonCode }: LedgerRecord['metadata'],
  { show }: Telling,
): Pick<AuditEntry, 'reason' | 'reasonCode'> {
  return {
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(reason === undefined ? {} : { reason: show(reason) }),
  };
}

/** An event as an English sentence: when, who, what, and, where there are such, that it is late, why, and who signed. */
export function sentence(record: LedgerRecord, telling: Telling): string {
  return auditEntry(0, record, telling).sentence;
}

function sentenceOf(
  record: LedgerRecord,
  telling: Telling,
  recordedAtSite: string | undefined,
  days: number | undefined,
): string {
  const { recordedAt, actor, reason, reasonCode, signature } = record.metadata;
  const atSite = recordedAtSite === undefined ? '' : ` (${clock(recordedAtSite, recordedAt)} at the site)`;
  return [
    `On ${recordedAt.slice(0, 10)} at ${recordedAt.slice(11, 19)} UTC${atSite}, ${actor.name} ` +
      `(${words(actor.role)}, ${actor.organisation}) ${phrase(record, telling)}.`,
    ...(days === undefined ? [] : [`This is a late entry: recorded ${days} days after it happened.`]),
    ...whyIn(reason, reasonCode, telling),
    ...struckIn(telling.annulmentOf?.(record.id)),
    ...(signature === undefined ? [] : [signed(signature), ...stands(telling.standingOf?.(record.id))]),
  ].join(' ');
}

/** What is shown struck through says so in words as well. */
function struckIn(annulled: ShownAnnulment | undefined): readonly string[] {
  if (annulled === undefined) return [];
  const { by, recordedAt, reasonCode } = annulled;
  return [`Annulled on ${recordedAt.slice(0, 10)} (${by})${reasonCode === undefined ? '' : `: ${words(reasonCode)}`}.`];
}

/** The code stands before the text, which may be withheld or redacted. */
function whyIn(reason: string | undefined, reasonCode: string | undefined, { show }: Telling): readonly string[] {
  if (reason === undefined) return reasonCode === undefined ? [] : [`Reason: ${words(reasonCode)}.`];
  return [`Reason${reasonCode === undefined ? '' : ` (${words(reasonCode)})`}: ${show(reason)}.`];
}

/** What says itself what the person did, in place of recording that something happened. */
const DONE_TO_RECORDS: readonly string[] = [
  DataCorrected.type,
  EntryAnnulled.type,
  EnteredAgain.type,
  RecordedAfterLock.type,
  Erratum.type,
  TextRedacted.type,
  TextReleased.type,
  TextFlagged.type,
];

/** What follows the person's name. */
function phrase({ stream, type, schemaVersion, data }: LedgerRecord, { show, wording }: Telling): string {
  const patient = patientOfStream(stream) ?? '';
  const about = { patient, show, definitionOf, ...(wording === undefined ? {} : { wording }) };
  const said = definitionOf(type, schemaVersion).sentence(data as never, about);
  return DONE_TO_RECORDS.includes(type) ? said : `recorded that ${said}`;
}

const WITHOUT_TRANSFERS = new PatientSites();

function siteIn(record: LedgerRecord, { siteOf }: Telling): string | undefined {
  return siteOf === undefined ? WITHOUT_TRANSFERS.siteOf(record) : siteOf(record);
}

function daysAfter(record: LedgerRecord, telling: Telling): number | undefined {
  const { stream, type, data, metadata } = record;
  const patient = patientOfStream(stream);
  if (patient === undefined || !Object.hasOwn(PATIENT_EVENTS, type)) return undefined;
  const entry = { type, data, recordedAt: metadata.recordedAt } as Pick<PatientEntry, 'type' | 'data' | 'recordedAt'>;
  return daysLate(entry, telling.timeZoneOf(siteIn(record, telling)));
}

function shown({ assertion: _, ...signature }: RecordSignature): AuditEntry['signature'] & object {
  return signature;
}

function signed({ name, meaning, signedAt, method }: RecordSignature): string {
  const how = method === 'passkey' ? ', with a passkey' : '';
  return `Signed by ${name} on ${signedAt.slice(0, 10)} at ${signedAt.slice(11, 19)} UTC${how}, meaning “${meaning}”.`;
}

function stands(shown: ShownStanding | undefined): readonly string[] {
  if (shown?.standing === 'invalid') return ['This signature is not valid.'];
  if (shown?.supersededBy === undefined) return [];
  const { event, recordedAt } = shown.supersededBy;
  return [
    `This signature was superseded on ${recordedAt.slice(0, 10)} at ${recordedAt.slice(11, 19)} UTC by event ${event}.`,
  ];
}

/** The time of day there, and the date if that is another one than in UTC. */
function clock(there: string, recordedAt: string): string {
  const [date = '', time] = there.split('T');
  return `${recordedAt.startsWith(date) ? '' : `${date} `}${(time ?? '').slice(0, 8)}`;
}
