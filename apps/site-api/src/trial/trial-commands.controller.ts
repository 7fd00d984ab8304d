import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CORRECTION_EXAMPLE, CorrectionDto } from '../corrections/correction.dto.js';
import { correctionOf } from '../corrections/correction-request.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { SiteParameter } from '../parameters.js';
import {
  AmendRecruitmentTargetDto,
  AmendVisitScheduleDto,
  CloseSiteDto,
  OpenSiteDto,
  RegisterTrialDto,
} from './trial.dto.js';

const DATE_CORRECTION_EXAMPLE = { ...CORRECTION_EXAMPLE, field: '/closedOn', newValue: '2011-11-16' };

/** What happens to the trial as a whole. */
@ApiTags('Trial')
@Controller()
export class TrialCommandsController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  @ApiOperation({ summary: 'Registers the trial: its target and visits as the protocol says at first' })
  @Post('trial')
  @Records('register-trial')
  registerTrial(@CurrentInvocation() invocation: Invocation, @Body() body: RegisterTrialDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'RegisterTrial', data: entered(body, texts) }));
  }

  @ApiOperation({
    summary: 'Amends the recruitment target; it is in force from then on, and the former one stays in the history',
  })
  @Post('trial/recruitment-target-amendments')
  @Records('amend-recruitment-target')
  amendRecruitmentTarget(
    @CurrentInvocation() invocation: Invocation,
    @Body() body: AmendRecruitmentTargetDto,
  ): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({
      type: 'AmendRecruitmentTarget',
      data: entered(body, texts),
    }));
  }

  @ApiOperation({ summary: 'Amends the schedule of follow-up visits' })
  @Post('trial/visit-schedule-amendments')
  @Records('amend-visit-schedule')
  amendVisitSchedule(
    @CurrentInvocation() invocation: Invocation,
    @Body() body: AmendVisitScheduleDto,
  ): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'AmendVisitSchedule', data: entered(body, texts) }));
  }

  @ApiOperation({ summary: 'Corrects a value that was recorded about the trial or one of its sites' })
  @Post('trial/corrections')
  @ApiBody({ type: CorrectionDto, examples: { 'of a date': { value: DATE_CORRECTION_EXAMPLE } } })
  @Records('correct-trial-data')
  correctTrialData(@CurrentInvocation() invocation: Invocation, @Body() body: CorrectionDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'CorrectTrialData', data: correctionOf(body, texts) }));
  }

  @ApiOperation({
    summary: 'Opens a site, or opens it again after it was closed',
    description: 'Only an open site can record anything.',
  })
  @Post('sites')
  @Records('open-site')
  openSite(@CurrentInvocation() invocation: Invocation, @Body() body: OpenSiteDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'OpenSite', data: entered(body, texts) }));
  }

  @ApiOperation({ summary: 'Closes a site: what happened there until then may still be recorded' })
  @Post('sites/:site/closure')
  @Records('close-site')
  closeSite(
    @CurrentInvocation() invocation: Invocation,
    @Param() { site }: SiteParameter,
    @Body() body: CloseSiteDto,
  ): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({
      type: 'CloseSite',
      data: { site, ...entered(body, texts) },
    }));
  }
}
