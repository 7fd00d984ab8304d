import { Command, CurrentInvocation, type Invocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { entered } from '../recording/entered.js';
import { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { HarvestDto, ImplantationDto, ProductReleaseDto } from './treatment.dto.js';

/** The day of the harvest: the same for every patient. */
@ApiTags('Treatment')
@ApiCreatedResponse({ type: Recorded })
@Controller('patients/:patient')
export class TreatmentController {
  constructor(@Inject(Recording) private readonly recording: Recording) {}

  /** Records the harvest of bone marrow, which every patient has. */
  @Post('harvest')
  @Command('record-harvest')
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

  /** The cell therapy unit releases the product. What is in it is recorded elsewhere. */
  @Post('product-release')
  @Command('release-product')
  releaseProduct(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: ProductReleaseDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, (texts) => ({
      type: 'ReleaseProduct',
      data: entered(body, texts),
    }));
  }

  /** Records the implantation: on the day of the harvest, in the site's time zone, of a product that was released. */
  @Post('implantation')
  @Command('record-implantation')
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
