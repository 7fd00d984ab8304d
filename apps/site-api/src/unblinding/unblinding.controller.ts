import type { Invocation } from '@bali/commands';
import { Command, CurrentInvocation } from '@bali/http';
import { PatientParameter } from '@bali/shared-routes';
import type { UnblindingKind } from '@bali/trial';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { Allocations } from './allocations.js';
import { Unblinded } from './unblinded.js';
import {
  EmergencyUnblindingDto,
  ImpactAssessmentDto,
  PlannedUnblindingDto,
  TrialImpactAssessmentDto,
  TrialUnblindingDto,
} from './unblinding.dto.js';

const DISCLOSED = {
  description: 'Recorded, durable, and then disclosed: to the person who asked, and to nobody else',
  type: Unblinded,
};

/** Has arms disclosed: it is written that they are before they are shown. */
@ApiTags('Blinding')
@Controller()
export class UnblindingController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Allocations) private readonly allocations: Allocations,
  ) {}

  @ApiOperation({
    summary: 'Discloses the arm of one patient to the investigator, in an emergency',
    description:
      'Signed, with a reason. No lock, no closed site and nobody else stands in the way. Others see that it happened.',
  })
  @Post('patients/:patient/emergency-unblinding')
  @Command('unblind-in-emergency')
  @ApiCreatedResponse(DISCLOSED)
  unblindInEmergency(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() _: EmergencyUnblindingDto,
  ): Promise<Unblinded> {
    return this.unblind(invocation, patient, 'emergency');
  }

  @ApiOperation({
    summary: 'Discloses the arm of one patient to the investigator, once the endpoint is complete and signed off',
    description: 'Signed, with a reason; before cryo-conserved cells are used.',
  })
  @Post('patients/:patient/planned-unblinding')
  @Command('unblind-as-planned')
  @ApiCreatedResponse(DISCLOSED)
  unblindAsPlanned(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() _: PlannedUnblindingDto,
  ): Promise<Unblinded> {
    return this.unblind(invocation, patient, 'planned');
  }

  @ApiOperation({ summary: 'Assesses the impact of an unblinding of a patient' })
  @Post('patients/:patient/unblinding-impact-assessments')
  @Records('assess-unblinding')
  assessUnblinding(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: ImpactAssessmentDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'AssessUnblinding',
      data: entered(body, texts, 'assessment'),
    }));
  }

  @ApiOperation({
    summary: 'Unblinds the trial, once the database is locked; the lock then stays',
    description: 'Signed, with a reason. The arms can then be read for the analysis.',
  })
  @Post('trial/unblinding')
  @Records('unblind-trial')
  unblindTrial(@CurrentInvocation() invocation: Invocation, @Body() _: TrialUnblindingDto): Promise<Recorded> {
    return this.recording.trial(invocation, () => ({ type: 'UnblindTrial', data: {} }));
  }

  @ApiOperation({ summary: 'Assesses the impact of the unblinding of the trial' })
  @Post('trial/unblinding-impact-assessment')
  @Records('assess-trial-unblinding')
  assessTrialUnblinding(
    @CurrentInvocation() invocation: Invocation,
    @Body() body: TrialImpactAssessmentDto,
  ): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({
      type: 'AssessTrialUnblinding',
      data: entered(body, texts, 'assessment'),
    }));
  }

  private async unblind(invocation: Invocation, patient: string, kind: UnblindingKind): Promise<Unblinded> {
    const { person } = invocation;
    const data = { kind, shownTo: person.userId };
    const recorded = await this.recording.patient(invocation, patient, () => ({ type: 'UnblindPatient', data }));
    return new Unblinded(recorded, await this.allocations.ofPatient(invocation, patient));
  }
}
