import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { Recorded } from '../recording/recorded.js';
import { Records } from '../recording/records.js';
import { RandomizationDto } from '../signing/signature.dto.js';
import { Consent } from './consent.js';
import { ConsentDto } from './consent.dto.js';
import { Randomization } from '../randomization/randomization.js';

/** From consent to randomization. */
@ApiTags('Enrolment')
@Controller('patients')
export class EnrolmentController {
  constructor(
    @Inject(Consent) private readonly consent: Consent,
    @Inject(Randomization) private readonly randomization: Randomization,
  ) {}

  @ApiOperation({
    summary: "Records a patient's informed consent, and gives the patient a code: the site's next number",
  })
  @Post()
  @Records('record-consent')
  recordConsent(@CurrentInvocation() invocation: Invocation, @Body() body: ConsentDto): Promise<Recorded> {
    return this.consent.record(invocation, body);
  }

  @ApiOperation({
    summary: 'Randomizes an eligible patient: takes the next slot of the list',
    description: 'What stands in it is told to nobody here.',
  })
  @Post(':patient/randomization')
  @Records('randomize')
  randomizePatient(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() _: RandomizationDto,
  ): Promise<Recorded> {
    return this.randomization.randomize(invocation, patient);
  }
}
