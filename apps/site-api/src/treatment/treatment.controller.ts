import { type Invocation, ProductRelease, ReleaseCorrection, ReleaseWithdrawal } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { PatientParameter, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProductReleaseDto, RELEASE_EXAMPLE } from '../cell-therapy/product-release.dto.js';
import { CORRECTION_EXAMPLE, ReleaseCorrectionDto } from '../cell-therapy/release-correction.dto.js';
import { ReleaseWithdrawalDto, WITHDRAWAL_EXAMPLE } from '../cell-therapy/release-withdrawal.dto.js';
import { withdrawalData } from '../cell-therapy/cell-command.js';

/** The day of the harvest: the same for every patient. */
@ApiTags('Treatment')
@Controller('patients/:patient')
export class TreatmentController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(ProductRelease) private readonly productRelease: ProductRelease,
    @Inject(ReleaseWithdrawal) private readonly withdrawal: ReleaseWithdrawal,
    @Inject(ReleaseCorrection) private readonly correction: ReleaseCorrection,
  ) {}

  @ApiOperation({
    summary: 'The cell therapy unit releases the product',
    description:
      'Recorded by the unit alone first, with the two identifiers that were read off the syringe; then here, the same for every patient.',
  })
  @Post('product-release')
  @Records('release-product')
  @ApiBody({ type: ProductReleaseDto, examples: { 'the product was released': { value: RELEASE_EXAMPLE } } })
  releaseProduct(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { releasedAt, read }: ProductReleaseDto,
  ): Promise<Recorded> {
    return this.recording.ofPatient(
      invocation,
      patient,
      () => ({ type: 'ReleaseProduct' }),
      ({ given }) => this.productRelease.release({ patient, data: { releasedAt, read } }, given),
    );
  }

  @ApiOperation({
    summary: 'The cell therapy unit withdraws the release: the product is not to be implanted',
    description:
      'Until the implantation is recorded. What was found is recorded by the unit alone; here it is the same for every patient.',
  })
  @Post('release-withdrawal')
  @Records('release-product')
  @ApiBody({ type: ReleaseWithdrawalDto, examples: { 'the release was withdrawn': { value: WITHDRAWAL_EXAMPLE } } })
  withdrawRelease(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: ReleaseWithdrawalDto,
  ): Promise<Recorded> {
    return this.recording.sealedOfPatient(
      invocation,
      patient,
      (texts) => withdrawalData(body, texts),
      ({ command: data, given }) => this.withdrawal.withdraw({ patient, data }, given),
    );
  }

  @ApiOperation({
    summary: 'The cell therapy unit corrects the moment of its release, in both ledgers',
    description: 'The reason stays with the unit. Nobody else corrects that moment.',
  })
  @Post('product-release-correction')
  @Records('release-product')
  @ApiBody({ type: ReleaseCorrectionDto, examples: { 'the moment was wrong': { value: CORRECTION_EXAMPLE } } })
  correctRelease(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { releasedAt }: ReleaseCorrectionDto,
  ): Promise<Recorded> {
    return this.recording.sealedOfPatient(
      invocation,
      patient,
      () => ({ patient, releasedAt }),
      ({ command, given }) => this.correction.correct(command, given),
    );
  }
}
