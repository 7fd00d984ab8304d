import type { Person } from '@bali/access';
import { Allocations, type PatientAllocation } from '@bali/commands';
import { Action, CurrentPerson, Origin, Padded, type RequestOrigin, TakesLong, Unobserved } from '@bali/http';
import { TrialStateQueries } from '@bali/projections';
import {
  type ArmReading,
  ArmReadings,
  type IdentifiedPatient,
  PatientIdentification,
  requireOwnPatient,
} from '@bali/queries';
import { Answers, ARM_BLOCK_BYTES, ARM_READINGS_ANSWER, PatientParameter } from '@bali/shared-routes';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ALLOCATION_ANSWER, ALLOCATIONS_ANSWER, IDENTIFICATION_ANSWER } from './unblinding-answers.js';

/** What was disclosed, for those who may see it again. Each reading of an arm is in the access ledger. */
@ApiTags('Blinding')
@Controller()
export class UnblindingQueriesController {
  constructor(
    @Inject(Allocations) private readonly allocations: Allocations,
    @Inject(PatientIdentification) private readonly identification: PatientIdentification,
    @Inject(ArmReadings) private readonly armReadings: ArmReadings,
    @Inject(TrialStateQueries) private readonly whereabouts: TrialStateQueries,
  ) {}

  @ApiOperation({
    summary: 'Who a patient is, by the exact code, before the code is opened in an emergency',
    description: 'For an emergency physician, of a patient of any site. There is no list to choose from.',
  })
  @Get('patients/:patient/identification')
  @Action('identify-patient')
  @Answers(IDENTIFICATION_ANSWER)
  identifyPatient(@Param() { patient }: PatientParameter): Promise<IdentifiedPatient> {
    return this.identification.of(patient);
  }

  @ApiOperation({ summary: 'Shows the arm of a patient again, to a person to whom it was disclosed' })
  @Get('patients/:patient/allocation')
  @Action('read-own-unblinding')
  @Padded(ARM_BLOCK_BYTES.disclosure)
  @Answers(ALLOCATION_ANSWER)
  readOwnAllocation(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Param() { patient }: PatientParameter,
  ): Promise<PatientAllocation> {
    requireOwnPatient(person, patient, this.whereabouts);
    return this.allocations.again({ person, ...origin }, patient);
  }

  @ApiOperation({
    summary: 'Who looked at the arm of a patient, or at the arms of all',
    description:
      'For whoever may know arms by their duty; for the sponsor and the unblinded statistician once the trial is unblinded. To all ' +
      'others the unblinding register says who knows whose arm since when.',
  })
  @Get('patients/:patient/arm-readings')
  @Action('read-arm-readings')
  @TakesLong()
  @Unobserved()
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(ARM_READINGS_ANSWER)
  readArmReadings(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Param() { patient }: PatientParameter,
  ): Promise<readonly ArmReading[]> {
    return this.armReadings.of({ person, ...origin }, patient);
  }

  @ApiOperation({ summary: 'The arms of all patients, once the trial is unblinded' })
  @Get('trial/allocations')
  @Action('read-allocations')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(ALLOCATIONS_ANSWER)
  readAllocations(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<readonly PatientAllocation[]> {
    return this.allocations.ofTrial({ person, ...origin });
  }
}
