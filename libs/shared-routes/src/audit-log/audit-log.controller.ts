import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import { AuditLog, type AuditLogEntry, type Page } from '@bali/queries';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { AUDIT_ENTRY_ANSWER, AUDIT_LOG_ANSWER } from './audit-answers.js';
import { AuditLogQuery, PositionParameter } from './audit-log.dto.js';

@ApiTags('Audit log')
@Controller('audit-log')
@Action('read-audit-log')
export class AuditLogController {
  readonly #auditLog: AuditLog;

  constructor(@Inject(AuditLog) auditLog: AuditLog) {
    this.#auditLog = auditLog;
  }

  @ApiOperation({ summary: 'The entry of one event' })
  @Get(':position')
  @Answers(AUDIT_ENTRY_ANSWER)
  readAuditEntry(@CurrentPerson() person: Person, @Param() { position }: PositionParameter): Promise<AuditLogEntry> {
    return this.#auditLog.at(person, position);
  }

  @ApiOperation({ summary: 'Who did what, when and why, in sentences; a site role sees what is about its own sites' })
  @Get()
  @Answers(AUDIT_LOG_ANSWER)
  readAuditLog(@CurrentPerson() person: Person, @Query() query: AuditLogQuery): Promise<Page<AuditLogEntry>> {
    return this.#auditLog.page(person, query);
  }
}
