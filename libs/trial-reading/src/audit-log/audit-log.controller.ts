import type { Person } from '@bali/access';
import { Action, CurrentPerson, decodeCursor, encodeCursor, type Page, Problem, PROBLEMS } from '@bali/http';
import {
  type AuditEntry,
  auditEntry,
  type AuditFilter,
  type AuditPage,
  auditPage,
  recordsAt,
  siteTimeZone,
} from '@bali/projections';
import type { LedgerRecord } from '@bali/ledger';
import { type CorrectionEvent } from '@bali/trial';
import { valueAt } from '@bali/schema';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { AUDIT_LOG_ANSWER } from './audit-answers.js';
import { Reading } from '../reading/reading.js';
import { TRIAL_READING, type TrialReading } from '../trial-reading.js';
import { standingsOf } from '../signatures/standings.js';
import { AuditLogQuery } from './audit-log.dto.js';

@ApiTags('Audit log')
@Controller('audit-log')
@Action('read-audit-log')
export class AuditLogController {
  readonly #source: TrialReading;
  readonly #reading: Reading;

  constructor(@Inject(TRIAL_READING) source: TrialReading, @Inject(Reading) reading: Reading) {
    this.#source = source;
    this.#reading = reading;
  }

  @ApiOperation({ summary: 'Who did what, when and why, in sentences; a site role sees what is about its own sites' })
  @Get()
  @Answers(AUDIT_LOG_ANSWER)
  async readAuditLog(@CurrentPerson() person: Person, @Query() query: AuditLogQuery): Promise<Page<AuditEntry>> {
    await this.#reading.recentEnough(query);
    const order = query.order ?? 'newest-first';
    const list = `audit log ${order}`;
    const after = query.cursor === undefined ? undefined : positionIn(list, query.cursor);
    const filter = this.filterFor(person, query);
    const limit = query.limit ?? 50;
    const read = (from: number | undefined, size: number): AuditPage =>
      auditPage(this.#source.runner.reader, filter, {
        order,
        limit: size,
        ...(from === undefined ? {} : { after: from }),
      });
    const found = isSearch(query)
      ? await this.search(person, query, read, { after, limit })
      : await this.listed(person, read(after, limit));
    const { items, next } = found;
    return { items, ...(next === undefined ? {} : { next: encodeCursor(list, [next]) }) };
  }

  private async listed(person: Person, { positions, next }: AuditPage): Promise<FoundEntries> {
    const items = (await this.entries(person, positions)).map(({ entry }) => entry);
    return { items, ...(next === undefined ? {} : { next }) };
  }

  /**
   * What no index knows (role, field, text) is looked for in what the index gives, so many events at most: a page may have fewer
   * entries than asked for, or none, and still a next one.
   */
  private async search(
    person: Person,
    query: AuditLogQuery,
    read: (after: number | undefined, limit: number) => AuditPage,
    { after, limit }: { readonly after: number | undefined; readonly limit: number },
  ): Promise<FoundEntries> {
    const items: AuditEntry[] = [];
    let from = after;
    for (let looked = 0; looked < MOST_LOOKED_AT;) {
      const { positions, next } = read(from, LOOKED_AT_ONCE);
      for (const { entry, record } of await this.entries(person, positions)) {
        if (!fits(query, entry, record)) continue;
        items.push(entry);
        if (items.length === limit) return { items, next: entry.position };
      }
      if (next === undefined) return { items };
      looked += positions.length;
      from = next;
    }
    return { items, ...(from === undefined ? {} : { next: from }) };
  }

  private filterFor(person: Person, { patient, site, person: userId, type, from, before }: AuditLogQuery): AuditFilter {
    if (patient !== undefined) this.#reading.siteFor(person, patient);
    const sites = this.#reading.sitesFor(person, site);
    return {
      ...(patient && { patient }),
      ...(userId && { person: userId }),
      ...(type && { type }),
      ...(from && { from }),
      ...(before && { before }),
      ...(sites && { sites }),
    };
  }

  private async entries(person: Person, positions: readonly number[]): Promise<readonly ToldEntry[]> {
    const found = await recordsAt(this.#source.trialLedger, positions);
    const standings = await standingsOf(
      this.#source.trialLedger,
      found.map(({ record }) => record),
    );
    const show = await this.#reading.textsFor(
      person,
      found.map(({ record }) => record),
    );
    const telling = {
      show,
      standingOf: (event: string) => standings.get(event),
      timeZoneOf: siteTimeZone(this.#source.queries.trial()),
    };
    return found.map(({ position, record }) => ({ entry: auditEntry(position, record, telling), record }));
  }
}

interface ToldEntry {
  readonly entry: AuditEntry;
  readonly record: LedgerRecord;
}

interface FoundEntries {
  readonly items: readonly AuditEntry[];
  readonly next?: number;
}

/** So many events are told at once when something is looked for in what they say, and so many for one answer. */
const LOOKED_AT_ONCE = 200;
const MOST_LOOKED_AT = 2_000;

function isSearch({ role, field, text }: AuditLogQuery): boolean {
  return role !== undefined || field !== undefined || text !== undefined;
}

/** A text is looked for in what the reader is shown: what is withheld cannot be found out by asking for it. */
function fits({ role, field, text }: AuditLogQuery, { actor, sentence }: AuditEntry, record: LedgerRecord): boolean {
  if (role !== undefined && actor.role !== role) return false;
  if (field !== undefined && !isAbout(record, field)) return false;
  return text === undefined || sentence.toLowerCase().includes(text.toLowerCase());
}

/** Whether a record has the field, or corrects it or a part of it. */
function isAbout({ type, data }: LedgerRecord, field: string): boolean {
  if (type !== 'DataCorrected') return valueAt(data, field) !== undefined;
  const corrected = (data as CorrectionEvent['data']).field;
  return corrected === field || corrected.startsWith(`${field}/`) || field.startsWith(`${corrected}/`);
}

/** A cursor is not signed: it may hold anything. @throws Problem `bad-cursor` */
function positionIn(list: string, cursor: string): number {
  const [position] = decodeCursor(list, cursor, 1);
  if (typeof position !== 'number' || !Number.isSafeInteger(position)) throw new Problem(PROBLEMS['bad-cursor']);
  return position;
}
