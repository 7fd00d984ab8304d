import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { PatientParameter, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { valuesOf } from '../corrections/correction-request.js';
import { ERRATUM_EXAMPLE, ErratumDto, TRIAL_ERRATUM_EXAMPLE, TrialErratumDto } from './erratum.dto.js';

@Controller()
export class ErrataController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  @ApiTags('Corrections')
  @ApiOperation({
    summary: 'Says, under signature, what was wrong in the locked record, after the unblinding of the trial',
    description:
      'The locked record stays as it is. Reports show both results, the locked one first. An entry that was missed is recorded ' +
      'after the lock, and then named here.',
  })
  @Post('patients/:patient/errata')
  @ApiBody({ type: ErratumDto, examples: { 'of a volume': { value: ERRATUM_EXAMPLE } } })
  @Records('record-erratum')
  recordErratum(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { values, notToCount, toCount }: ErratumDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordErratum',
      data: {
        ...(values === undefined ? {} : { values: valuesOf(values, texts) }),
        ...(notToCount === undefined ? {} : { notToCount }),
        ...(toCount === undefined ? {} : { toCount }),
      },
    }));
  }

  @ApiTags('Trial')
  @ApiOperation({
    summary: 'Says, under signature, what was wrong in the locked entries about the trial or one of its sites',
    description:
      'After the unblinding of the trial. The locked entries stay as they are, and reports show both results.',
  })
  @Post('trial/errata')
  @ApiBody({ type: TrialErratumDto, examples: { 'of a date': { value: TRIAL_ERRATUM_EXAMPLE } } })
  @Records('authorise-trial-erratum')
  recordTrialErratum(
    @CurrentInvocation() invocation: Invocation,
    @Body() { values, notToCount }: TrialErratumDto,
  ): Promise<Recorded> {
    return this.recording.trial(invocation, (texts) => ({
      type: 'RecordTrialErratum',
      data: {
        ...(values === undefined ? {} : { values: valuesOf(values, texts) }),
        ...(notToCount === undefined ? {} : { notToCount }),
      },
    }));
  }
}
