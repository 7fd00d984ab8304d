import type { Person } from '@bali/access';
import { commandIdentifier, type Invocation } from '@bali/commands';
import { Action, Command, CurrentInvocation, CurrentPerson } from '@bali/http';
import { TRIAL } from '@bali/protocol';
import { type PackageJob, PackageJobs } from '@bali/queries';
import { Answers } from '@bali/shared-routes';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnswersZip, IsBeingMade } from '../jobs/job-answers.js';
import { ZipDownloads } from '../jobs/zip-downloads.js';
import { JOB_ANSWER, JOBS_ANSWER } from './package-answers.js';
import { PackageParameter, PackageToMake } from './packages.dto.js';

const identityOf = commandIdentifier(TRIAL.id);

/** Inspection packages, made in the background. Each belongs to the person who asked for it. */
@ApiTags('Packages')
@Controller('packages')
export class PackagesController {
  readonly #packages: PackageJobs;
  readonly #downloads = new ZipDownloads('downloads of packages');

  constructor(@Inject(PackageJobs) packages: PackageJobs) {
    this.#packages = packages;
  }

  @ApiOperation({
    summary: 'Make an inspection package',
    description:
      'That it is made is an event of the access ledger, recorded before it is begun. Ask for it until it is ready. The trial ledger is ' +
      'signed first, so that the package has everything acknowledged before; where it cannot be, and for the other ledgers, ' +
      '`missing` says how many events are not in it.',
  })
  @Post()
  @Command('export-packages')
  @IsBeingMade(JOB_ANSWER)
  makePackage(@Body() body: PackageToMake, @CurrentInvocation() invocation: Invocation): Promise<PackageJob> {
    const { commandId: id } = identityOf({ ...invocation, userId: invocation.person.userId, body });
    const { ledger, reason } = body;
    return this.#packages.request({ ...invocation, ledger, reason, id });
  }

  @ApiOperation({ summary: 'The packages that one has asked for' })
  @Get()
  @Action('export-packages')
  @Answers(JOBS_ANSWER)
  listPackages(@CurrentPerson() person: Person): readonly PackageJob[] {
    return this.#packages.of(person);
  }

  @ApiOperation({ summary: 'How a package stands' })
  @Get(':id')
  @Action('export-packages')
  @Answers(JOB_ANSWER)
  readPackage(@CurrentPerson() person: Person, @Param() { id }: PackageParameter): PackageJob {
    return this.#packages.find(person, id);
  }

  @ApiOperation({ summary: 'Fetch a package that is ready, as a zip file' })
  @Get(':id/file')
  @Action('export-packages')
  @AnswersZip()
  async fetchPackage(
    @CurrentPerson() person: Person,
    @Param() { id }: PackageParameter,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.#downloads.send(reply, await this.#packages.zipOf(person, id));
  }

  @ApiOperation({ summary: 'Cancel a package that is being made, or take away one that is there' })
  @Delete(':id')
  @Action('export-packages')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It is cancelled, or gone' })
  cancelPackage(@CurrentPerson() person: Person, @Param() { id }: PackageParameter): void {
    this.#packages.cancel(person, id);
  }
}
