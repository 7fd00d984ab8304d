import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { PatientParameter, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CORRECTION_EXAMPLE, CorrectionDto, TrialCorrectionDto } from './correction.dto.js';
import { correctionOf, correctionsOf } from './correction-request.js';

const DATE_CORRECTION_EXAMPLE = { ...CORRECTION_EXAMPLE, field: '/closedOn', newValue: '2026-11-03' };

@Controller()
export class CorrectionsController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  @ApiTags('Corrections')
  @ApiOperation({
    summary: "Corrects a value of a patient's record, or several together",
    description: 'Nothing is overwritten: every view shows the old value, who and why.',
  })
  @Post('patients/:patient/corrections')
  @ApiBody({ type: CorrectionDto, examples: { 'of a volume': { value: CORRECTION_EXAMPLE } } })
  @Records('correct-data')
  correctPatientData(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: CorrectionDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'CorrectPatientData',
      data: correctionsOf(body, texts),
    }));
  }

  @ApiTags('Trial')
  @ApiOperation({ summary: 'Corrects a value that was recorded about the trial or one of its sites' })
  @Post('trial/corrections')
  @ApiBody({ type: TrialCorrectionDto, examples: { 'of a date': { value: DATE_CORRECTION_EXAMPLE } } })
  @Records('correct-trial-data')
  correctTrialData(@CurrentInvocation() invocation: Invocation, @Body() body: TrialCorrectionDto): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({ type: 'CorrectTrialData', data: correctionOf(body, texts) }));
  }
}
