import type { Person } from '@bali/access';
import { commandIdentifier, type Invocation } from '@bali/commands';
import { Action, clientGone, Command, CurrentInvocation, CurrentPerson, Shares } from '@bali/http';
import { TRIAL } from '@bali/protocol';
import { type ExportJob, ExportJobs } from '@bali/queries';
import { Answers } from '@bali/shared-routes';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createReadStream } from 'node:fs';
import { EXPORT_ANSWER, EXPORTS_ANSWER } from './data-export-answers.js';
import { ExportParameter, ExportToMake } from './data-exports.dto.js';

/** An open file and a connection each. */
const DOWNLOADS = { perAccount: 5, perAddress: 50, inAll: 100 };

const identityOf = commandIdentifier(TRIAL.id);

/** The trial's data in the formats of agencies and statisticians, made in the background. Each export belongs to the person who asked for it. */
@ApiTags('Exports')
@Controller('exports')
export class DataExportsController {
  readonly #exports: ExportJobs;
  readonly #downloads = new Shares('downloads of exports', DOWNLOADS);

  constructor(@Inject(ExportJobs) exports: ExportJobs) {
    this.#exports = exports;
  }

  @ApiOperation({
    summary: 'Export the data of the trial in a standard format',
    description:
      'As of any event; arms are masked unless the person may read them and asks for them. That it is made is an event of the access ' +
      'ledger, recorded before it is begun. Ask for it until it is ready. Outcomes are open as those of the reports are.',
  })
  @Post()
  @Command('export-data')
  @ApiCreatedResponse({
    description: 'It is being made',
    content: {
      'application/json': {
        schema: JSON.parse(JSON.stringify(EXPORT_ANSWER.schema)) as object,
        example: EXPORT_ANSWER.example,
      },
    },
  })
  makeExport(@Body() body: ExportToMake, @CurrentInvocation() invocation: Invocation): Promise<ExportJob> {
    const { commandId: id } = identityOf({ ...invocation, userId: invocation.person.userId, body });
    const { format, position, arms = 'masked', separator = 'comma' } = body;
    const wanted = { format, arms, separator, ...(position === undefined ? {} : { position }) };
    return this.#exports.request({ ...invocation, ...wanted, id });
  }

  @ApiOperation({ summary: 'The exports that one has asked for' })
  @Get()
  @Action('export-data')
  @Answers(EXPORTS_ANSWER)
  listExports(@CurrentPerson() person: Person): readonly ExportJob[] {
    return this.#exports.of(person);
  }

  @ApiOperation({ summary: 'How an export stands' })
  @Get(':id')
  @Action('export-data')
  @Answers(EXPORT_ANSWER)
  readExport(@CurrentPerson() person: Person, @Param() { id }: ExportParameter): ExportJob {
    return this.#exports.find(person, id);
  }

  @ApiOperation({ summary: 'Fetch an export that is ready, as a zip file' })
  @Get(':id/file')
  @Action('export-data')
  @ApiOkResponse({
    description: 'The zip file',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  async fetchExport(
    @CurrentPerson() person: Person,
    @Param() { id }: ExportParameter,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { path, name, bytes } = await this.#exports.fileOf(person, id);
    this.#downloads.takeWhileOpen(reply);
    // A client that takes nothing of it for a minute is let go.
    clientGone(reply);
    return reply
      .headers({
        'content-type': 'application/zip',
        'content-length': bytes,
        'content-disposition': `attachment; filename="${name}"`,
      })
      .send(createReadStream(path));
  }

  @ApiOperation({ summary: 'Cancel an export that is being made, or take away one that is there' })
  @Delete(':id')
  @Action('export-data')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It is cancelled, or gone' })
  cancelExport(@CurrentPerson() person: Person, @Param() { id }: ExportParameter): void {
    this.#exports.cancel(person, id);
  }
}
