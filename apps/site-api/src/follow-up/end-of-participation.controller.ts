import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { CompletionDto, ConsentWithdrawalDto, DeathDto, LossToFollowUpDto } from './follow-up.dto.js';

/** How a patient's part in the trial ends. */
@ApiTags('End of participation')
@Controller('patients/:patient')
export class EndOfParticipationController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  @ApiOperation({ summary: 'Records that a patient withdrew consent; the patient need not say why' })
  @Post('consent-withdrawal')
  @Records('record-consent-withdrawal')
  recordConsentWithdrawal(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: ConsentWithdrawalDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'WithdrawConsent',
      data: entered(body, texts),
    }));
  }

  @ApiOperation({ summary: 'Records that a patient cannot be reached any more; who is assessed later is lost no more' })
  @Post('loss-to-follow-up')
  @Records('record-loss-to-follow-up')
  recordLossToFollowUp(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: LossToFollowUpDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordLossToFollowUp',
      data: entered(body, texts),
    }));
  }

  @ApiOperation({
    summary: 'Records that a patient completed the follow-up: the last visit of the schedule is recorded',
  })
  @Post('completion')
  @Records('record-completion')
  recordCompletion(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: CompletionDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'CompleteFollowUp',
      data: entered(body, texts),
    }));
  }

  @ApiOperation({
    summary: 'Records a death',
    description: 'Nothing is recorded to have happened after it; what happened before still may be.',
  })
  @Post('death')
  @Records('record-death')
  recordDeath(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: DeathDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordDeath',
      data: entered(body, texts, 'comment'),
    }));
  }
}
