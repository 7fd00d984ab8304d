import { AnotherSite } from '@bali/access';
import { DatabaseLock, type Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { exampleSignature, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SIGNATURES } from '@bali/trial';
import { DatabaseLockDto, UnitStatementDto } from './signed-commands.dto.js';

const STATEMENT_EXAMPLE = { signature: exampleSignature(SIGNATURES['unit-statement'].meaning) };
const FOR_ALL_SITES =
  'The statement is about the patients of every site, and you hold the role of the cell therapy unit for some of them: somebody who ' +
  'holds it for all sites signs it.';
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
    description:
      'Every randomized patient has to be signed off, and the cell therapy unit has made its statement about all of them since.',
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

  @ApiOperation({
    summary:
      'The cell therapy unit states that its records of all patients are complete, so that the database can be locked',
    description:
      'One signed statement about all randomized patients together, by somebody who holds the role for all sites. It counts for the next ' +
      'lock, unless somebody is randomized or treated meanwhile. It says nothing of any one patient.',
  })
  @Post('unit-statement')
  @Records('confirm-unit-records')
  @ApiBody({
    type: UnitStatementDto,
    examples: { 'the unit states that its records are complete': { value: STATEMENT_EXAMPLE } },
  })
  confirmUnitRecords(@CurrentInvocation() invocation: Invocation, @Body() _: UnitStatementDto): Promise<Recorded> {
    if (invocation.person.sites.length > 0) throw new AnotherSite(FOR_ALL_SITES);
    return this.recording.recorded(
      invocation,
      () => ({ type: 'ConfirmUnitRecords' }),
      ({ given }) => this.databaseLock.confirmUnitRecords(given),
    );
  }
}
