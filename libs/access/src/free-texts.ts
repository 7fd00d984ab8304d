import type { LedgerRecord } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { mayGiveAwayArm, patientOfStream } from '@bali/trial';
import { ACCESS_EVENTS, type AccessEventType } from './accounts/access-catalogue.js';
import { KNOWING_ROLES } from './knowledge.js';
import { permits } from './permissions.js';
import { accountsOfPerson, type Person, worksAt } from './person.js';
import type { Role } from './roles.js';

/** After this time a comment or a narrative leaves the site, if no monitor has released it before. */
export const TEXT_STAYS_MS = 7 * 86_400_000;

/** A free text, and what is known of it besides its record. */
export interface TextInQuestion {
  readonly record: LedgerRecord;
  /** JSON pointer into the record, to its hash. */
  readonly field: string;
  /** Whether its author knew any patient's arm, or could, when it was written. */
  readonly authorKnew: boolean;
  readonly isFlagged: boolean;
  readonly isReleased: boolean;
  /** The moment, or the position, as of which it is asked for. */
  readonly asOf: string;
  /** The site where the patient is now, whatever the code says. Absent: it is about no patient, or the patient was never transferred. */
  readonly site?: string;
}

/**
 * Whether a person may know a record's texts, if they may read texts at all: what can give away an arm is for whoever may know
 * the arm, and for whoever wrote it.
 */
export function mayKnowTextsOf(person: Person, record: LedgerRecord, site?: string): boolean {
  return !canGiveAwayArm(record) || mayKnowArms(person, record, site);
}

/** Whether a person may know this text now. What they may read at all is asked of the table of permissions. */
export function mayKnowText(person: Person, text: TextInQuestion): boolean {
  const { record } = text;
  switch (textIsFor(text)) {
    case 'those-who-may-know-arms':
      return mayKnowArms(person, record, text.site);
    case 'those-who-read-at-once':
      return permits(person.role, 'read-free-texts-at-once') || isOwn(person, record);
    case 'every-reader':
      return true;
  }
}

/** For whom a free text is, of those who may read free texts at all. */
export type TextReaders = 'every-reader' | 'those-who-read-at-once' | 'those-who-may-know-arms';

export function textIsFor({ record, field, authorKnew, isFlagged, ...text }: TextInQuestion): TextReaders {
  const canTell = canGiveAwayArm(record) || authorKnew || isFlagged || rightlyKnows(record);
  if (canTell) return 'those-who-may-know-arms';
  const isOld = Date.parse(text.asOf) - Date.parse(record.metadata.recordedAt) >= TEXT_STAYS_MS;
  return SHOWN_AT_ONCE.has(field) || text.isReleased || isOld ? 'every-reader' : 'those-who-read-at-once';
}

/** A reason that cannot be read is none, and nor is a question to the site, or the answer to it. */
const SHOWN_AT_ONCE: ReadonlySet<string> = new Set(['/metadata/reason', '/data/question', '/data/answer']);

/** A role that shows arms: its people know some whenever they write. */
function rightlyKnows({ metadata: { actor } }: LedgerRecord): boolean {
  return KNOWING_ROLES.includes(actor.role as Role);
}

function mayKnowArms(person: Person, record: LedgerRecord, site?: string): boolean {
  const patient = patientOfStream(record.stream);
  const isAtOwnSite = patient === undefined || worksAt(person, site ?? siteOfPatient(patient));
  return (isAtOwnSite && permits(person.role, 'read-unblinding-texts')) || isOwn(person, record);
}

function isOwn(person: Person, { metadata }: LedgerRecord): boolean {
  return accountsOfPerson(person).includes(metadata.actor.userId);
}

/** A type that is neither of the trial ledger nor of the access ledger is sealed, or unknown: it counts as one that can. */
function canGiveAwayArm(record: LedgerRecord): boolean {
  if (!Object.hasOwn(ACCESS_EVENTS, record.type)) return mayGiveAwayArm(record);
  return ACCESS_EVENTS[record.type as AccessEventType].mayGiveAwayArm;
}
