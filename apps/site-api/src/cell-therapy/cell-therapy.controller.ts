import { hasGrown } from '@bali/cell-therapy';
import { CellRecording, type Invocation, MicrobiologyAlerts } from '@bali/commands';
import { CurrentInvocation, Unobserved } from '@bali/http';
import { PatientParameter, type Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CellRecordDto, EXAMPLE_RECORD } from './cell-record.dto.js';
import { cellCommand } from './cell-command.js';

/**
 * What the cell therapy unit records. One route for all of it, in no log and no metric: what is recorded, and how often,
 * would unblind whoever sees a path, a line or a count.
 */
@ApiTags('Cell therapy')
@Controller('cell-therapy/patients/:patient')
@Unobserved()
export class CellTherapyController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(CellRecording) private readonly cells: CellRecording,
    @Inject(MicrobiologyAlerts) private readonly alerts: MicrobiologyAlerts,
  ) {}

  @ApiOperation({
    summary: "Records one step of what the unit does with a patient's cells",
    description:
      'Exactly one of the fields. Everything goes to the sealed ledger; `revision` and `position` of the answer are of that. Growth in ' +
      'a culture also raises a microbiology alert in the trial ledger, and is answered with that. ' +
      'On the day of the harvest there are as many steps for every patient; the release is `POST …/product-release`, its withdrawal `POST …/release-withdrawal`.',
  })
  @Post('records')
  @Records('record-cells')
  @ApiBody({ type: CellRecordDto, examples: { 'the harvest was received': { value: EXAMPLE_RECORD } } })
  recordCells(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: CellRecordDto,
  ): Promise<Recorded> {
    return this.recording.sealedOfPatient(
      invocation,
      patient,
      (texts) => cellCommand(patient, body, texts),
      ({ command, given }) =>
        // What has grown is told to the site, whichever container it grew in.
        command.type === 'ReadSterility' && hasGrown(command.data)
          ? this.alerts.raise(command, given)
          : this.cells.record(command, given),
    );
  }
}
