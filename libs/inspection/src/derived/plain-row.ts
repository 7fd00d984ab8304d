import type { LedgerRecord, RecordSignature } from '@bali/ledger';
import { dateAt, daysBetween, LATE_ENTRY_DAYS, timeAt, TRIAL } from '@bali/protocol';
import { type About, type DefinedEvent, isBeforeCauses, plainly, schemaViolation, words } from '@bali/schema';
import type { AuditRow, RowContext } from './audited-ledger.js';

/**
 * The row of an event whose sentence needs nothing of the state, in version 2 of the words.
 * @param sentence what follows "… recorded that"
 */
export function plainRow(record: LedgerRecord, sentence: string, { show, standing }: RowContext): AuditRow {
  const { recordedAt, actor, reason, signature } = record.metadata;
  const why = reason === undefined ? undefined : show(reason);
  const parts = [
    `On ${utc(recordedAt)}, ${actor.name} (${actor.role.replaceAll('-', ' ')}, ${actor.organisation}) recorded that ` +
      `${sentence} (${record.stream}).`,
    ...(why === undefined ? [] : [`Reason: ${why}.`]),
    ...(signature === undefined ? [] : [`${signed(signature)}.`]),
    ...(standing?.standing === 'invalid' ? ['This signature is not valid.'] : []),
  ];
  return { late: false, ...(why === undefined ? {} : { reason: why }), sentence: parts.join(' ') };
}

/** The sentence of an event, or every value of one that does not keep to its schema: what is wrong there is found elsewhere. */
export function saidOf(definition: DefinedEvent, data: object, about: About): string {
  if (schemaViolation(definition, data) !== undefined) return plainly(data, about, definition);
  return definition.sentence(data as never, about);
}

/** What a row of version 3 tells besides what stands around its event. */
export interface Told {
  /** What follows the person's name. */
  readonly phrase: string;
  readonly patient?: string | undefined;
  readonly site?: string | undefined;
  /** When it happened in the world, a date or a moment; absent: when it was recorded. */
  readonly happened?: string | undefined;
}

/** The row of an event whose sentence needs nothing of the state: with the time at the sponsor, and whether it is a late entry. */
export function spokenRow(record: LedgerRecord, told: Told, { show, standing }: RowContext, wording: number): AuditRow {
  const { phrase, patient, site, happened } = told;
  const { recordedAt, actor, reason, reasonCode, signature } = record.metadata;
  const recordedAtSite = timeAt(recordedAt, TRIAL.timeZone);
  const why = reason === undefined ? undefined : show(reason);
  const days = daysAfter(recordedAt, happened);
  const parts = [
    `On ${utc(recordedAt)} (${there(recordedAtSite, recordedAt)} in ${TRIAL.timeZone}), ${who(actor)} ${phrase}.`,
    ...(days > LATE_ENTRY_DAYS ? [`This is a late entry: recorded ${days} days after it happened.`] : []),
    ...reasonIn(why, isBeforeCauses({ wording }) ? undefined : reasonCode),
    ...(signature === undefined ? [] : [`${signed(signature)}.`]),
    ...(standing?.standing === 'invalid' ? ['This signature is not valid.'] : []),
  ];
  return {
    ...(patient === undefined ? {} : { patient }),
    ...(site === undefined ? {} : { site }),
    ...{ recordedAtSite, late: days > LATE_ENTRY_DAYS },
    ...(why === undefined ? {} : { reason: why }),
    sentence: parts.join(' '),
  };
}

/** The coded cause stands before the text, which may be withheld or redacted. */
function reasonIn(why: string | undefined, code: string | undefined): readonly string[] {
  if (code === undefined) return why === undefined ? [] : [`Reason: ${why}.`];
  return [why === undefined ? `Reason: ${words(code)}.` : `Reason (${words(code)}): ${why}.`];
}

/** Of somebody who did not show who they are there is nothing but that. */
function who({ name, role, organisation }: LedgerRecord['metadata']['actor']): string {
  return role === 'none' ? name : `${name} (${words(role)}, ${organisation})`;
}

function daysAfter(recordedAt: string, happened: string | undefined): number {
  if (happened === undefined) return 0;
  const date = happened.includes('T') ? dateAt(happened, TRIAL.timeZone) : happened;
  return daysBetween(date, dateAt(recordedAt, TRIAL.timeZone));
}

function signed({ name, signedAt, meaning }: RecordSignature): string {
  return `Signed by ${name} on ${utc(signedAt)}, meaning “${meaning}”`;
}

function utc(instant: string): string {
  return `${instant.slice(0, 10)} at ${instant.slice(11, 19)} UTC`;
}

/** The time of day there, and the date if that is another one than in UTC. */
function there(local: string, recordedAt: string): string {
  const [date = '', time = ''] = local.split('T');
  return `${recordedAt.startsWith(date) ? '' : `${date} `}${time.slice(0, 8)}`;
}
