import { MAX_FILTERS_LENGTH } from '@bali/access';
import type { DisclosureLog } from '@bali/commands';
import { tableLine } from '@bali/inspection';
import type { ProjectionRunner } from '@bali/projections';
import { type Asker, shownTo } from '../asker.js';
import type { AuditLog, AuditLogEntry, AuditLogRequest } from './audit-log.js';

export type AuditExportRequest = Omit<AuditLogRequest, 'cursor' | 'limit' | 'atLeast'>;

/** A table of entries, and whether there are more than it holds. */
export interface AuditExport {
  readonly csv: string;
  readonly entries: number;
  readonly isWhole: boolean;
}

/** Number of entries that one export holds, at most. */
const MOST_ENTRIES = 10_000;
const A_PAGE = 200;

type Cell = string | number | undefined;

const COLUMNS: Readonly<Record<string, (entry: AuditLogEntry) => Cell>> = {
  position: ({ position }) => position,
  recordedAt: ({ recordedAt }) => recordedAt,
  recordedAtSite: ({ recordedAtSite }) => recordedAtSite,
  userId: ({ actor }) => actor.userId,
  name: ({ actor }) => actor.name,
  role: ({ actor }) => actor.role,
  organisation: ({ actor }) => actor.organisation,
  patient: ({ patient }) => patient,
  site: ({ site }) => site,
  type: ({ type }) => type,
  sentence: ({ sentence }) => sentence,
  late: ({ late }) => (late ? 'late' : ''),
  reason: ({ reason }) => reason,
  data: ({ data }) => JSON.stringify(data),
};

/** Gives what is filtered of the audit log as a table; that it does is an event of the access ledger first [EMA-621-file]. */
export class AuditExports {
  readonly #auditLog: AuditLog;
  readonly #runner: ProjectionRunner;
  readonly #disclosures: DisclosureLog;

  constructor(auditLog: AuditLog, runner: ProjectionRunner, disclosures: DisclosureLog) {
    this.#auditLog = auditLog;
    this.#runner = runner;
    this.#disclosures = disclosures;
  }

  /** @throws QueryRefused */
  async export(asker: Asker, request: AuditExportRequest): Promise<AuditExport> {
    const treeSize = this.#runner.lastApplied + 1;
    const entries: AuditLogEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#auditLog.page(asker.person, { ...request, limit: A_PAGE, ...(cursor && { cursor }) });
      entries.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined && entries.length < MOST_ENTRIES);
    const data = { entries: entries.length, treeSize, filters: filtersOf(request) };
    await this.#disclosures.record({ type: 'AuditLogExported', data }, shownTo(asker));
    const lines = entries.map((entry) => tableLine(Object.values(COLUMNS).map((cell) => cell(entry))));
    const csv = `\u{feff}${tableLine(Object.keys(COLUMNS))}${lines.join('')}`;
    return { csv, entries: entries.length, isWhole: cursor === undefined };
  }
}

/** A text that somebody looked for may be a name: the event says only that there was one. */
function filtersOf({ text, ...others }: AuditExportRequest): string {
  const named = { ...others, ...(text === undefined ? {} : { text: 'some' }) };
  return new URLSearchParams(named).toString().slice(0, MAX_FILTERS_LENGTH);
}
