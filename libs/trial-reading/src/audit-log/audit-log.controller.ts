import type { Person } from '@bali/access';
import { Action, CurrentPerson, decodeCursor, encodeCursor, type Page, Problem, PROBLEMS } from '@bali/http';
import { type AuditEntry, auditEntry, type AuditFilter, auditPage, recordsAt, siteTimeZone } from '@bali/projections';
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
    const { positions, next } = auditPage(this.#source.runner.reader, this.filterFor(person, query), {
      order,
      limit: query.limit ?? 50,
      ...(after === undefined ? {} : { after }),
    });
    const items = await this.entries(person, positions);
    return { items, ...(next === undefined ? {} : { next: encodeCursor(list, [next]) }) };
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

  private async entries(person: Person, positions: readonly number[]): Promise<readonly AuditEntry[]> {
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
    return found.map(({ position, record }) => auditEntry(position, record, telling));
  }
}

/** A cursor is not signed: it may hold anything. @throws Problem `bad-cursor` */
function positionIn(list: string, cursor: string): number {
  const [position] = decodeCursor(list, cursor, 1);
  if (typeof position !== 'number' || !Number.isSafeInteger(position)) throw new Problem(PROBLEMS['bad-cursor']);
  return position;
}
