import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProductReleaseDto } from '../cell-therapy/product-release.dto.js';
import { ProductRelease } from '../cell-therapy/product-release.js';
import { PatientParameter } from '../parameters.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import { HarvestDto, ImplantationDto } from './treatment.dto.js';

/** The day of the harvest: the same for every patient. */
@ApiTags('Treatment')
@Controller('patients/:patient')
export class TreatmentController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(ProductRelease) private readonly productRelease: ProductRelease,
  ) {}

  @ApiOperation({ summary: 'Records the harvest of bone marrow, which every patient has' })
  @Post('harvest')
  @Records('record-harvest')
  recordHarvest(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: HarvestDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordHarvest',
      data: entered(body, texts, 'complications'),
    }));
  }

  @ApiOperation({
    summary: 'The cell therapy unit releases the product',
    description:
      'Recorded by the unit alone first, with the two identifiers that were read off the syringe; then here, the same for every patient.',
  })
  @Post('product-release')
  @Records('release-product')
  releaseProduct(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: ProductReleaseDto,
  ): Promise<Recorded> {
    return this.productRelease.release(invocation, patient, body);
  }

  @ApiOperation({
    summary:
      "Records the implantation: on the day of the harvest, in the site's time zone, of a product that was released",
  })
  @Post('implantation')
  @Records('record-implantation')
  recordImplantation(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: ImplantationDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'RecordImplantation',
      data: entered(body, texts, 'complications'),
    }));
  }
}
