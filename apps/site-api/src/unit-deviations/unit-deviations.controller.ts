import type { Person } from '@bali/access';
import { type Invocation, UnitDeviations, type UnitDeviationsView } from '@bali/commands';
import { Action, CurrentInvocation, CurrentPerson, Origin, Padded, type RequestOrigin, Unobserved } from '@bali/http';
import { type Recorded, Recording, Records } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  JUDGEMENT_EXAMPLE,
  judgementIn,
  UNIT_DEVIATIONS_ANSWER,
  UnitDeviationsJudgementDto,
} from './unit-deviations.dto.js';

/** What deviated in the cell therapy unit, for people without outcome data who judge it between the lock and the unblinding. */
@ApiTags('Cell therapy')
@Controller('unit-deviations')
@Unobserved()
export class UnitDeviationsController {
  constructor(
    @Inject(UnitDeviations) private readonly deviations: UnitDeviations,
    @Inject(Recording) private readonly recording: Recording,
  ) {}

  @ApiOperation({
    summary: 'What deviated in the cell therapy unit, patient by patient, and how it was judged',
    description:
      'For the assessor of these deviations once the database is locked; for the sponsor and the analysis once the trial is unblinded. ' +
      'That it is read is recorded before.',
  })
  @Get()
  @Action('read-unit-deviations')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(UNIT_DEVIATIONS_ANSWER)
  listUnitDeviations(@CurrentPerson() person: Person, @Origin() origin: RequestOrigin): Promise<UnitDeviationsView> {
    return this.deviations.all({ person, ...origin });
  }

  @ApiOperation({
    summary: 'Judges everything that deviated in the cell therapy unit, and who is kept in the per-protocol population',
    description:
      'Signed, in one command, after the lock and before the unblinding of the trial, which waits for it. It is sealed until then: the ' +
      'trial ledger says that it was judged. Another judgement takes its place.',
  })
  @Post('judgements')
  @Records('judge-unit-deviations')
  @ApiBody({ type: UnitDeviationsJudgementDto, examples: { 'nothing deviated': { value: JUDGEMENT_EXAMPLE } } })
  judgeUnitDeviations(
    @CurrentInvocation() invocation: Invocation,
    @Body() body: UnitDeviationsJudgementDto,
  ): Promise<Recorded> {
    return this.recording.sealed(
      invocation,
      (texts) => judgementIn(body, texts),
      ({ command, given }) => this.deviations.judge(command, given),
    );
  }
}
