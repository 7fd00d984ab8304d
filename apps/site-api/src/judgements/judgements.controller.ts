import { giverOf, type Person } from '@bali/access';
import { type Invocation, Judgements, type OpenedJudgement, SealedJudgement, type Streams } from '@bali/commands';
import { Action, CurrentInvocation, CurrentPerson, Origin, Padded, type RequestOrigin } from '@bali/http';
import { TrialStateQueries } from '@bali/projections';
import { requireOwnPatient } from '@bali/queries';
import { type Recorded, Recording, Records } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES, PatientParameter } from '@bali/shared-routes';
import { knowsArm, patientStream } from '@bali/trial';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { STREAMS } from '../ledgers/tokens.js';
import { JUDGEMENTS_ANSWER } from './judgement-answers.js';
import { EXAMPLE_JUDGEMENT, ImpactAssessmentDto, judgedIn, SealedJudgementDto } from './judgement.dto.js';

/** What people judge who were told an arm: sealed until the trial is unblinded. */
@ApiTags('Blinding')
@Controller()
export class JudgementsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(SealedJudgement) private readonly sealed: SealedJudgement,
    @Inject(Judgements) private readonly judgements: Judgements,
    @Inject(STREAMS) private readonly streams: Streams,
    @Inject(TrialStateQueries) private readonly whereabouts: TrialStateQueries,
  ) {}

  @ApiOperation({
    summary: 'Seals what somebody judges of a patient whose arm they were told',
    description:
      'Signed. Others see that something was judged, and not what. It is opened after the unblinding of the trial, and then stands beside ' +
      'what somebody blinded has judged. Facts that need no judgement (that an adverse event happened, a date of death, an amputation) are ' +
      'recorded where everybody records them.',
  })
  @Post('patients/:patient/sealed-judgements')
  @Records('seal-judgement')
  @ApiBody({ type: SealedJudgementDto, examples: { 'an adverse event was judged': { value: EXAMPLE_JUDGEMENT } } })
  sealJudgement(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: SealedJudgementDto,
  ): Promise<Recorded> {
    return this.recording.sealedOfPatient(
      invocation,
      patient,
      (texts) => judgedIn(patient, body, texts),
      ({ command, given }) => this.sealed.seal(command, given),
    );
  }

  @ApiOperation({
    summary: 'Assesses the impact of an unblinding of a patient',
    description:
      'What a person assesses who was told the arm is sealed until the trial is unblinded; the answer is the same.',
  })
  @Post('patients/:patient/unblinding-impact-assessments')
  @Records('assess-unblinding')
  async assessUnblinding(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { unblinding, impact, assessment }: ImpactAssessmentDto,
  ): Promise<Recorded> {
    requireOwnPatient(invocation.person, patient, this.whereabouts);
    const { state } = await this.streams.patients.load(patientStream(patient));
    if (!knowsArm(state, giverOf(invocation.person))) {
      return this.recording.patient(invocation, patient, (texts) => ({
        type: 'AssessUnblinding',
        data: { unblinding, impact, assessment: texts.keep(assessment) },
      }));
    }
    return this.recording.sealed(
      invocation,
      (texts) => ({ patient, impact: { unblinding, on: impact }, text: texts.keep(assessment) }),
      ({ command, given }) => this.sealed.seal(command, given),
    );
  }

  @ApiOperation({ summary: 'The sealed judgements, once the trial is unblinded, in the order in which they were made' })
  @Get('trial/sealed-judgements')
  @Action('read-sealed-judgements')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(JUDGEMENTS_ANSWER)
  readSealedJudgements(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<readonly OpenedJudgement[]> {
    return this.judgements.all({ person, ...origin });
  }
}
