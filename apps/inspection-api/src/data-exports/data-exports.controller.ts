import type { Person } from '@bali/access';
import { commandIdentifier, type Invocation } from '@bali/commands';
import { Action, Command, CurrentInvocation, CurrentPerson } from '@bali/http';
import { TRIAL } from '@bali/protocol';
import { type ExportJob, ExportJobs } from '@bali/queries';
import { Answers } from '@bali/shared-routes';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnswersZip, IsBeingMade } from '../jobs/job-answers.js';
import { ZipDownloads } from '../jobs/zip-downloads.js';
import { EXPORT_ANSWER, EXPORTS_ANSWER } from './data-export-answers.js';
import { ExportParameter, ExportToMake } from './data-exports.dto.js';

const identityOf = commandIdentifier(TRIAL.id);

/** The trial's data in the formats of agencies and statisticians, made in the background. Each export belongs to the person who asked for it. */
@ApiTags('Exports')
@Controller('exports')
export class DataExportsController {
  readonly #exports: ExportJobs;
  readonly #downloads = new ZipDownloads('downloads of exports');

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
  @IsBeingMade(EXPORT_ANSWER)
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
  @AnswersZip()
  async fetchExport(
    @CurrentPerson() person: Person,
    @Param() { id }: ExportParameter,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.#downloads.send(reply, await this.#exports.fileOf(person, id));
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
