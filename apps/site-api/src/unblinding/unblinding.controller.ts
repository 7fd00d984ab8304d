import { Allocations, type Invocation } from '@bali/commands';
import { Command, CurrentInvocation, Padded } from '@bali/http';
import { Recording } from '@bali/recording';
import { ARM_BLOCK_BYTES, PatientParameter } from '@bali/shared-routes';
import type { UnblindingKind } from '@bali/trial';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Unblinded } from './unblinded.js';
import { EmergencyUnblindingDto, PlannedUnblindingDto } from './unblinding.dto.js';

const DISCLOSED = {
  description:
    'Recorded, durable, and then disclosed, in words too: to the person who asked, and to nobody else. Blanks behind it give every ' +
    'such answer one length',
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
    summary:
      'Discloses the arm of one patient in an emergency, to an investigator of the site or to an emergency physician',
    description:
      'Signed, with a reason; by an emergency physician each time with a second factor, at a patient of any site. No lock, no closed site and ' +
      'nobody else stands in the way. The site, the sponsor and the administrators see at once that it happened, and not what it said.',
  })
  @Post('patients/:patient/emergency-unblinding')
  @Command('unblind-in-emergency')
  @Padded(ARM_BLOCK_BYTES.disclosure)
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
  @Padded(ARM_BLOCK_BYTES.disclosure)
  @ApiCreatedResponse(DISCLOSED)
  unblindAsPlanned(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() _: PlannedUnblindingDto,
  ): Promise<Unblinded> {
    return this.unblind(invocation, patient, 'planned');
  }

  private async unblind(invocation: Invocation, patient: string, kind: UnblindingKind): Promise<Unblinded> {
    const { person } = invocation;
    const data = { kind, shownTo: person.userId };
    const recorded = await this.recording.patient(invocation, patient, () => ({ type: 'UnblindPatient', data }));
    return new Unblinded(recorded, await this.allocations.ofPatient(invocation, patient));
  }
}
