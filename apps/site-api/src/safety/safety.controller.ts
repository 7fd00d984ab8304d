import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdverseEventParameter, PatientParameter } from '../parameters.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { AdverseEventDto, AdverseEventFollowUpDto } from './adverse-event.dto.js';

@ApiTags('Safety')
@Controller('patients/:patient/adverse-events')
export class SafetyController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  @ApiOperation({ summary: "Reports an adverse event; it gets the patient's next number" })
  @Post()
  @Records('report-adverse-event')
  reportAdverseEvent(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: AdverseEventDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'ReportAdverseEvent',
      data: entered(body, texts, 'narrative'),
    }));
  }

  @ApiOperation({ summary: 'Records news of an adverse event: that it ended, became serious, or how it came out' })
  @Post(':number/follow-ups')
  @Records('report-adverse-event')
  followUpAdverseEvent(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient, number }: AdverseEventParameter,
    @Body() body: AdverseEventFollowUpDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'FollowUpAdverseEvent',
      data: { number, ...entered(body, texts, 'narrative') },
    }));
  }
}
