import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { AmputationDto, FollowUpVisitDto, RevascularizationDto } from './follow-up.dto.js';
import { measured } from './measured.js';

/** What the follow-up finds, and what is done to the limb. */
@ApiTags('Follow-up')
@Controller('patients/:patient')
export class FollowUpController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  @ApiOperation({ summary: 'Records a visit of the schedule in force, once; what is wrong in it is corrected' })
  @Post('follow-up-visits')
  @Records('record-follow-up')
  recordFollowUpVisit(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: FollowUpVisitDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'AssessFollowUp',
      data: measured(entered(body, texts, 'comment')),
    }));
  }

  @ApiOperation({ summary: 'Records an amputation of any level; whether it is a major one follows from the level' })
  @Post('amputations')
  @Records('record-amputation')
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

  @ApiOperation({ summary: 'Records a revascularization' })
  @Post('revascularizations')
  @Records('record-revascularization')
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
