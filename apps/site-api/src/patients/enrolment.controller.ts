import { requireOwnSite } from '@bali/access';
import { Consent, type Invocation, Randomization } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import {
  bodySchema,
  enteredOf,
  PatientParameter,
  Recorded,
  RecordedConsent,
  Recording,
  Records,
} from '@bali/recording';
import { PATIENT_EVENTS } from '@bali/trial';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RandomizationDto } from '../signing/signed-commands.dto.js';
import { CONSENT_BODY, ConsentDto } from './consent.dto.js';

const SCHEMA = bodySchema(PATIENT_EVENTS.ConsentGiven, CONSENT_BODY);

/** From consent to randomization. */
@ApiTags('Enrolment')
@Controller('patients')
export class EnrolmentController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Consent) private readonly consent: Consent,
    @Inject(Randomization) private readonly randomization: Randomization,
  ) {}

  @ApiOperation({
    summary: "Records a patient's informed consent, and gives the patient a code: the site's next number",
  })
  @Post()
  @Records('record-consent', RecordedConsent)
  recordConsent(@CurrentInvocation() invocation: Invocation, @Body() body: ConsentDto): Promise<Recorded> {
    requireOwnSite(invocation.person, body.site);
    return this.recording.recorded(
      invocation,
      (texts) => ({ type: 'GiveConsent', data: enteredOf(SCHEMA, body, texts) }),
      ({ command, given }) => this.consent.give(body.site, command.data, given),
    );
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
    return this.recording.ofPatient(
      invocation,
      patient,
      () => ({ type: 'RandomizePatient' }),
      ({ given }) => this.randomization.randomize(patient, given),
    );
  }
}
