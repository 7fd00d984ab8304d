import { permits } from '@bali/access';
import { type Invocation, UnitAnnulment } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import {
  AnnulmentRequestParameter,
  PatientParameter,
  ReasonedDto,
  Recorded,
  Recording,
  Records,
} from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ANNULMENT_EXAMPLE, AnnulmentDto } from './annulment.dto.js';

const DESCRIPTION =
  'For what was entered for the wrong patient, twice, or did not happen. The entries stay in the ledger and are shown struck ' +
  'through; state, reports and exports are as if they were not there. That is final.';

const OF_THE_UNIT =
  'The cell therapy unit annuls what it recorded in both ledgers; its reason and its cause stay sealed, and the cause is `other` here.';

@Controller()
export class AnnulmentsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(UnitAnnulment) private readonly ofTheUnit: UnitAnnulment,
  ) {}

  @ApiTags('Corrections')
  @ApiOperation({ summary: "Annuls entries of a patient's record", description: `${DESCRIPTION} ${OF_THE_UNIT}` })
  @Post('patients/:patient/annulments')
  @ApiBody({ type: AnnulmentDto, examples: { 'of the wrong patient': { value: ANNULMENT_EXAMPLE } } })
  @Records('annul-entries')
  annulEntries(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { entries }: AnnulmentDto,
  ): Promise<Recorded> {
    // What the unit recorded stands in both ledgers, and is annulled in both; its reason stays sealed.
    if (permits(invocation.person.role, 'record-cells')) {
      return this.recording.sealedOfPatient(
        invocation,
        patient,
        () => ({ patient, entries }),
        ({ command, given }) => this.ofTheUnit.annul(command, given),
      );
    }
    return this.recording.patient(invocation, patient, () => ({ type: 'AnnulEntries', data: { entries } }));
  }

  @ApiTags('Corrections')
  @ApiOperation({
    summary: 'Confirms an annulment that an investigator asked for, as a second person',
    description: 'From now on the entries are annulled. Somebody who does not know the arm has to be one of the two.',
  })
  @Post('patients/:patient/annulment-requests/:request/confirmation')
  @Records('confirm-annulment')
  confirmAnnulment(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient, request }: AnnulmentRequestParameter,
    @Body() _: ReasonedDto,
  ): Promise<Recorded> {
    return this.recording.patient(invocation, patient, () => ({ type: 'ConfirmAnnulment', data: { request } }));
  }

  @ApiTags('Trial')
  @ApiOperation({ summary: 'Annuls entries about the trial or one of its sites', description: DESCRIPTION })
  @Post('trial/annulments')
  @ApiBody({
    type: AnnulmentDto,
    examples: { 'entered twice': { value: { ...ANNULMENT_EXAMPLE, reasonCode: 'entered-twice' } } },
  })
  @Records('annul-trial-entries')
  annulTrialEntries(@CurrentInvocation() invocation: Invocation, @Body() { entries }: AnnulmentDto): Promise<Recorded> {
    return this.recording.trial(invocation, () => ({ type: 'AnnulTrialEntries', data: { entries } }));
  }
}
