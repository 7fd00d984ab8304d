import { CurrentInvocation, type Invocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { Recorded } from '../recording/recorded.js';
import { Records } from '../recording/records.js';
import { RedactionDto } from './redaction.dto.js';
import { Redaction } from './redaction.js';

@ApiTags('Corrections')
@Controller('patients/:patient/redactions')
export class RedactionsController {
  constructor(@Inject(Redaction) private readonly redaction: Redaction) {}

  @ApiOperation({
    summary: 'Erases a free text that holds personal data, and its salt, for good',
    description: 'The record keeps the hash and stays verifiable; every view says that the text was redacted.',
  })
  @Post()
  @Records('redact-text')
  redactText(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { redactedEvent, field, why }: RedactionDto,
  ): Promise<Recorded> {
    return this.redaction.redact(invocation, patient, { redactedEvent, field, why });
  }
}
