import { type Invocation, Redaction } from '@bali/commands';
import { CurrentInvocation, Unobserved } from '@bali/http';
import { TrialStateQueries } from '@bali/projections';
import { isOwnPatient } from '@bali/queries';
import { PatientParameter, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RedactionDto, SealedRedactionDto } from './redaction.dto.js';

const DESCRIPTION = 'The record keeps the hash and stays verifiable; every view says that the text was redacted.';

@ApiTags('Corrections')
@Controller()
export class RedactionsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Redaction) private readonly redaction: Redaction,
  ) {}

  @ApiOperation({
    summary: 'Erases a free text that holds personal data, and its salt, for good',
    description: DESCRIPTION,
  })
  @Post('patients/:patient/redactions')
  @Records('redact-text')
  redactText(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { redactedEvent, field, why }: RedactionDto,
  ): Promise<Recorded> {
    const request = { redactedEvent, field, why };
    return this.recording.ofPatient(invocation, patient, redactText, ({ given }) =>
      this.redaction.ofPatient(patient, request, given),
    );
  }

  @ApiOperation({
    summary: 'The same for a free text of the record of the trial and its sites',
    description: DESCRIPTION,
  })
  @Post('trial/redactions')
  @Records('redact-text')
  redactTextOfTrial(
    @CurrentInvocation() invocation: Invocation,
    @Body() { redactedEvent, field, why }: RedactionDto,
  ): Promise<Recorded> {
    const request = { redactedEvent, field, why };
    return this.recording.recorded(invocation, redactText, ({ given }) => this.redaction.ofTrial(request, given));
  }
}

/** In no log and no metric, as all that the unit records. */
@ApiTags('Cell therapy')
@Controller('cell-therapy')
@Unobserved()
export class SealedRedactionsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Redaction) private readonly redaction: Redaction,
    @Inject(TrialStateQueries) private readonly whereabouts: TrialStateQueries,
  ) {}

  @ApiOperation({
    summary: 'Erases a free text of the unit that holds personal data, and its salt, for good',
    description: `By another person of the unit than the one who wrote it. ${DESCRIPTION}`,
  })
  @Post('redactions')
  @Records('redact-sealed-text')
  redactSealedText(
    @CurrentInvocation() invocation: Invocation,
    @Body() { redactedEvent, field, why }: SealedRedactionDto,
  ): Promise<Recorded> {
    const request = { redactedEvent, field, why };
    const isOwn = (patient: string) => isOwnPatient(invocation.person, patient, this.whereabouts);
    return this.recording.sealed(invocation, redactText, ({ given }) => this.redaction.ofSealed(request, given, isOwn));
  }
}

/** The command, as metrics name it. */
function redactText() {
  return { type: 'RedactText' };
}
