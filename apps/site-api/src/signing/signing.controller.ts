import { DatabaseLock, type Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { exampleSignature, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SIGNATURES } from '@bali/trial';
import { DatabaseLockDto } from './signed-commands.dto.js';

const EXAMPLE = { signature: exampleSignature(SIGNATURES['database-lock'].meaning) };

@ApiTags('Signatures')
@Controller('trial')
export class SigningController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(DatabaseLock) private readonly databaseLock: DatabaseLock,
  ) {}

  @ApiOperation({
    summary: 'Locks the database: nothing is recorded or corrected from then on',
    description: 'Every randomized patient has to be signed off.',
  })
  @Post('database-lock')
  @Records('lock-database')
  @ApiBody({ type: DatabaseLockDto, examples: { 'the database was locked': { value: EXAMPLE } } })
  lockDatabase(@CurrentInvocation() invocation: Invocation, @Body() _: DatabaseLockDto): Promise<Recorded> {
    return this.recording.recorded(
      invocation,
      () => ({ type: 'LockDatabase' }),
      ({ given }) => this.databaseLock.lock(given),
    );
  }
}
