import { Command, CurrentInvocation, type Invocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { AmputationDto, FollowUpVisitDto, RevascularizationDto } from './follow-up.dto.js';
import { measured } from './measured.js';

/** What the follow-up finds, and what is done to the limb. */
@ApiTags('Follow-up')
@ApiCreatedResponse({ type: Recorded })
@Controller('patients/:patient')
export class FollowUpController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  /** Records a visit of the schedule in force, once; what is wrong in it is corrected. */
  @Post('follow-up-visits')
  @Command('record-follow-up')
  assess(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: FollowUpVisitDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'AssessFollowUp',
      data: measured(entered(body, texts, 'comment')),
    }));
  }

  /** Records an amputation of any level; whether it is a major one follows from the level. */
  @Post('amputations')
  @Command('record-amputation')
  recordAmputation(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: AmputationDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordAmputation',
      data: entered(body, texts, 'comment'),
    }));
  }

  /** Records a revascularization. */
  @Post('revascularizations')
  @Command('record-revascularization')
  recordRevascularization(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: RevascularizationDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordRevascularization',
      data: entered(body, texts, 'comment'),
    }));
  }
}
