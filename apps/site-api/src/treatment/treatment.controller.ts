import { type Invocation, ProductRelease } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProductReleaseDto, RELEASE_EXAMPLE } from '../cell-therapy/product-release.dto.js';
import { PatientParameter } from '../parameters.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';

/** The day of the harvest: the same for every patient. */
@ApiTags('Treatment')
@Controller('patients/:patient')
export class TreatmentController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(ProductRelease) private readonly productRelease: ProductRelease,
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
    return this.recording.recorded(
      invocation,
      () => ({ type: 'ReleaseProduct' }),
      ({ given }) => this.productRelease.release({ patient, data: { releasedAt, read } }, given),
    );
  }
}
