import { Command, CurrentInvocation, type Invocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { CorrectionDto } from '../corrections/correction.dto.js';
import { correctionOf } from '../corrections/correction-request.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { SiteParameter } from '../parameters.js';
import {
  AmendRecruitmentTargetDto,
  AmendVisitScheduleDto,
  CloseSiteDto,
  OpenSiteDto,
  RegisterTrialDto,
} from './trial.dto.js';

/** What happens to the trial as a whole. */
@ApiTags('Trial')
@ApiCreatedResponse({ type: Recorded })
@Controller()
export class TrialCommandsController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  /** Registers the trial: its target and visits as the protocol says at first. */
  @Post('trial')
  @Command('register-trial')
  register(@CurrentInvocation() invocation: Invocation, @Body() body: RegisterTrialDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'RegisterTrial', data: entered(body, texts) }));
  }

  /** Amends the recruitment target; it is in force from then on, and the former one stays in the history. */
  @Post('trial/recruitment-target-amendments')
  @Command('amend-recruitment-target')
  amendTarget(@CurrentInvocation() invocation: Invocation, @Body() body: AmendRecruitmentTargetDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({
      type: 'AmendRecruitmentTarget',
      data: entered(body, texts),
    }));
  }

  /** Amends the schedule of follow-up visits. */
  @Post('trial/visit-schedule-amendments')
  @Command('amend-visit-schedule')
  amendVisits(@CurrentInvocation() invocation: Invocation, @Body() body: AmendVisitScheduleDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'AmendVisitSchedule', data: entered(body, texts) }));
  }

  /** Corrects a value that was recorded about the trial or one of its sites. */
  @Post('trial/corrections')
  @Command('correct-trial-data')
  correct(@CurrentInvocation() invocation: Invocation, @Body() body: CorrectionDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'CorrectTrialData', data: correctionOf(body, texts) }));
  }

  /** Opens a site, or opens it again after it was closed. Only an open site can record anything. */
  @Post('sites')
  @Command('open-site')
  openSite(@CurrentInvocation() invocation: Invocation, @Body() body: OpenSiteDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'OpenSite', data: entered(body, texts) }));
  }

  /** Closes a site: what happened there until then may still be recorded. */
  @Post('sites/:site/closure')
  @Command('close-site')
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
