import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { DatabaseLock } from './database-lock.js';
import { DatabaseLockDto, DatabaseUnlockDto, EligibilityConfirmationDto, SignOffDto } from './signature.dto.js';

/** What is done only to be signed; what else is signed belongs to its own part. */
@ApiTags('Signatures')
@Controller()
export class SigningController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(DatabaseLock) private readonly databaseLock: DatabaseLock,
  ) {}

  @ApiOperation({
    summary: 'Confirms, under signature, that a patient is eligible',
    description:
      'Before the randomization. It stands until the patient is screened again or the screening is corrected.',
  })
  @Post('patients/:patient/eligibility-confirmation')
  @Records('confirm-eligibility')
  confirmEligibility(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() _: EligibilityConfirmationDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, () => ({ type: 'ConfirmEligibility', data: {} }));
  }

  @ApiOperation({
    summary: "Signs off a patient's record as it stands, once the participation has ended",
    description: 'It stands until anything of the patient is recorded or corrected. `If-Match` says what was reviewed.',
  })
  @Post('patients/:patient/sign-off')
  @Records('sign-off-patient')
  signOffPatient(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() _: SignOffDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, () => ({ type: 'SignOffPatient', data: {} }));
  }

  @ApiOperation({
    summary: 'Locks the database: nothing is recorded or corrected from then on',
    description: 'Every randomized patient has to be signed off.',
  })
  @Post('trial/database-lock')
  @Records('lock-database')
  lockDatabase(@CurrentInvocation() invocation: Invocation, @Body() _: DatabaseLockDto): Promise<Recorded> {
    return this.databaseLock.lock(invocation);
  }

  @ApiOperation({ summary: 'Unlocks the database, for a reason: data can be recorded and corrected again' })
  @Post('trial/database-unlock')
  @Records('unlock-database')
  unlockDatabase(@CurrentInvocation() invocation: Invocation, @Body() _: DatabaseUnlockDto): Promise<Recorded> {
    return this.recording.trial(invocation, () => ({ type: 'UnlockDatabase', data: {} }));
  }
}
