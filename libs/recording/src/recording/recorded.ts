import type { Handled } from '@bali/commands';
import { ApiProperty } from '@nestjs/swagger';
import { patientOfStream } from '@bali/trial';

/** The answer to every command that was recorded. Whoever repeats the command is given it again, to the letter. */
export class Recorded {
  @ApiProperty({
    description: "the patient's code, where the command is about one",
    required: false,
    example: 'REI-001',
  })
  readonly patient?: string;

  @ApiProperty({ description: "revision of the record's last event, from 0; also the ETag", example: 4 })
  readonly revision: number;

  @ApiProperty({
    description: 'position of the last event in the ledger, from 0; `atLeast` of a query waits until it is shown',
    example: 127,
  })
  readonly position: number;

  @ApiProperty({ description: 'ids of the events that were recorded', type: [String] })
  readonly events: readonly string[];

  constructor({ stream, revision, position, events }: Handled) {
    const patient = patientOfStream(stream);
    if (patient !== undefined) this.patient = patient;
    this.revision = revision;
    this.position = position;
    this.events = events;
  }
}

/** The same for what is always about a patient: a client need not ask whether there is a code. */
export class RecordedConsent extends Recorded {
  @ApiProperty({ description: 'the code that the patient has from now on', required: true, example: 'REI-001' })
  declare readonly patient: string;
}
