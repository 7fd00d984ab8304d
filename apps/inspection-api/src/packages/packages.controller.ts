import type { Person } from '@bali/access';
import { commandIdentifier, type Invocation } from '@bali/commands';
import { Action, Code, Command, CurrentInvocation, CurrentPerson, OneOf, Problem, PROBLEMS, Text } from '@bali/http';
import { LEDGERS, type Ledger } from '@bali/ledger';
import { type DocumentedAnswer, Answers, text } from '@bali/trial-reading';
import { eventFields } from '@bali/schema';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createReadStream } from 'node:fs';
import { Type } from 'typebox';
import { INSPECTION_PROBLEMS } from '../inspection-problems.js';
import { assertMayRead } from '../ledgers/rights.js';
import { type Resources, RESOURCES } from '../resources.js';
import { JOB_STATUSES, type PackageJob } from './package-job.js';
import { NoCheckpointYet, TooManyPackages } from './package-jobs.js';

class PackageToMake {
  @OneOf({ description: 'the ledger', of: LEDGERS, example: 'trial' })
  readonly ledger!: Ledger;

  @Text({
    description: 'why it is made: stands in the package',
    max: 500,
    oneLine: true,
    example: 'routine inspection',
  })
  readonly reason!: string;
}

class PackageParameter {
  @Code({
    description: 'the package',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "a package's identifier",
    example: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  })
  readonly id!: string;
}

const { instant, oneOf, record } = eventFields;
const hash = (description: string) => Type.String({ description, pattern: '^[0-9a-f]{64}$' });
const whole = (description: string) => Type.Integer({ description, minimum: 0 });

const job = record({
  id: Type.String({ description: 'identifier', format: 'uuid' }),
  ledger: oneOf('the ledger', LEDGERS as readonly ['trial', ...Ledger[]]),
  reason: text('why it is made'),
  requestedBy: text('user id of who asked for it'),
  requestedAt: instant('when'),
  treeSize: whole('how many events it holds'),
  root: hash('root over them'),
  texts: oneOf('whether free texts are in it', ['included', 'withheld']),
  status: oneOf('how it stands; interrupted: the server ended meanwhile', JOB_STATUSES),
  progress: Type.Optional(record({ step: text('what is done'), done: whole('so many'), of: whole('of so many') })),
  bytes: Type.Optional(whole('size of the zip file')),
  sha256: Type.Optional(hash('SHA-256 of the zip file')),
  failure: Type.Optional(text('what went wrong')),
});

const EXAMPLE: PackageJob = {
  id: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  ledger: 'trial',
  reason: 'routine inspection',
  requestedBy: 'inspector',
  requestedAt: '2011-11-14T16:00:00.000Z',
  treeSize: 683,
  root: '5f'.repeat(32),
  texts: 'withheld',
  status: 'making',
  progress: { step: 'events', done: 256, of: 683 },
};

const JOB_ANSWER: DocumentedAnswer<PackageJob> = { description: 'The package', schema: job, example: EXAMPLE };
const JOBS_ANSWER: DocumentedAnswer<readonly PackageJob[]> = {
  description: 'The packages that the person asked for, the newest first',
  schema: Type.Array(job),
  example: [EXAMPLE],
};

/** Inspection packages, made in the background. Each belongs to who asked for it. */
@ApiTags('Packages')
@Controller('packages')
export class PackagesController {
  private readonly identityOf: ReturnType<typeof commandIdentifier>;

  constructor(@Inject(RESOURCES) private readonly resources: Resources) {
    this.identityOf = commandIdentifier(resources.trialId);
  }

  @ApiOperation({
    summary: 'Make an inspection package',
    description:
      'That it is made is an event of the access ledger, recorded before it is begun. Ask for it until it is ready.',
  })
  @Post()
  @Command('export-packages')
  @ApiCreatedResponse({
    description: 'It is being made',
    content: { 'application/json': { schema: JSON.parse(JSON.stringify(job)) as object, example: EXAMPLE } },
  })
  async makePackage(@Body() body: PackageToMake, @CurrentInvocation() invocation: Invocation): Promise<PackageJob> {
    const { person, requestId, source, method, path, idempotencyKey } = invocation;
    const { ledger, reason } = body;
    assertMayRead(person, ledger);
    const { commandId } = this.identityOf({ userId: person.userId, idempotencyKey, method, path, body });
    const known = this.resources.packages.find(person, commandId);
    if (known !== undefined && (known.ledger !== ledger || known.reason !== reason)) {
      throw new Problem(PROBLEMS['idempotency-key-reused']);
    }
    try {
      return await this.resources.packages.request({ id: commandId, ledger, reason, person, requestId, source });
    } catch (error) {
      if (error instanceof NoCheckpointYet) throw new Problem(INSPECTION_PROBLEMS['no-checkpoint']);
      if (!(error instanceof TooManyPackages)) throw error;
      throw new Problem(PROBLEMS['not-available'], {
        detail: 'too many packages are waiting to be made',
        headers: { 'retry-after': '60' },
      });
    }
  }

  @ApiOperation({ summary: 'The packages that one has asked for' })
  @Get()
  @Action('export-packages')
  @Answers(JOBS_ANSWER)
  listPackages(@CurrentPerson() person: Person): readonly PackageJob[] {
    return this.resources.packages.of(person);
  }

  @ApiOperation({ summary: 'How a package stands' })
  @Get(':id')
  @Action('export-packages')
  @Answers(JOB_ANSWER)
  readPackage(@CurrentPerson() person: Person, @Param() { id }: PackageParameter): PackageJob {
    return this.find(person, id);
  }

  @ApiOperation({ summary: 'Fetch a package that is ready, as a zip file' })
  @Get(':id/file')
  @Action('export-packages')
  @ApiOkResponse({
    description: 'The zip file',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  fetchPackage(
    @CurrentPerson() person: Person,
    @Param() { id }: PackageParameter,
    @Res() reply: FastifyReply,
  ): FastifyReply {
    const found = this.find(person, id);
    assertMayRead(person, found.ledger);
    const file = this.resources.packages.fileOf(found);
    if (file === undefined)
      throw new Problem(INSPECTION_PROBLEMS['package-not-ready'], { detail: `it is ${found.status}` });
    const name = `bali-${found.ledger}-${found.treeSize}.zip`;
    return reply
      .headers({
        'content-type': 'application/zip',
        'content-length': found.bytes ?? 0,
        'content-disposition': `attachment; filename="${name}"`,
      })
      .send(createReadStream(file));
  }

  @ApiOperation({ summary: 'Cancel a package that is being made, or take away one that is there' })
  @Delete(':id')
  @Action('export-packages')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It is cancelled, or gone' })
  cancelPackage(@CurrentPerson() person: Person, @Param() { id }: PackageParameter): void {
    this.resources.packages.cancel(this.find(person, id));
  }

  private find(person: Person, id: string): PackageJob {
    const found = this.resources.packages.find(person, id);
    if (found === undefined)
      throw new Problem(PROBLEMS['not-found'], { detail: 'there is no package of this identifier' });
    return found;
  }
}
