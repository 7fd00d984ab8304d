import type { Invocation } from '@bali/commands';
import { Command, CurrentInvocation, TakesLong } from '@bali/http';
import { AuditExports } from '@bali/queries';
import { AuditFilters } from '@bali/shared-routes';
import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** What is filtered of the audit log, to be taken along. */
@ApiTags('Audit log')
@Controller('audit-log-exports')
export class ExportsController {
  readonly #exports: AuditExports;

  constructor(@Inject(AuditExports) exports: AuditExports) {
    this.#exports = exports;
  }

  @ApiOperation({
    summary: 'What is filtered of the audit log, as a table',
    description:
      'At most 10,000 entries; `x-complete: no` says that there are more. That it is given is an event of the access ledger, ' +
      'recorded before: of a text that is looked for, it says only that one was.',
  })
  @Post()
  @Command('read-audit-log')
  @HttpCode(200)
  @TakesLong()
  @ApiOkResponse({ description: 'The table', content: { 'text/csv': { schema: { type: 'string' } } } })
  async exportAuditLog(
    @Body() body: AuditFilters,
    @CurrentInvocation() invocation: Invocation,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { csv, isWhole } = await this.#exports.export(invocation, body);
    void reply.headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit-log.csv"',
      'x-complete': isWhole ? 'yes' : 'no',
    });
    return csv;
  }
}
