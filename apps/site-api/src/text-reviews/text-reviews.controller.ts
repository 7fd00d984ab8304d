import { type Invocation, TextReviews } from '@bali/commands';
import { Code, CurrentInvocation, OneOf } from '@bali/http';
import { PatientParameter, ReasonedDto, Recorded, Recording, Records } from '@bali/recording';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

const VERDICTS = ['release', 'flag'] as const;

export class TextReviewDto extends ReasonedDto {
  @Code({
    description: 'id of the event that holds the hash of the text',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
    example: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  })
  readonly event!: string;

  @Code({
    description: 'JSON pointer into that record, to the hash: `/metadata/reason`, or a field of its data',
    pattern: '^/(metadata/reason|data/[A-Za-z0-9]{1,60})$',
    called:
      'where the text stands in the whole record: /metadata/reason, or /data/ and the name of a field, such as /data/termAsReported',
    example: '/metadata/reason',
  })
  readonly field!: string;

  @OneOf({
    description: '`release`: everybody in the trial may read it; `flag`: those alone who may know arms',
    of: VERDICTS,
    example: VERDICTS[0],
  })
  readonly verdict!: (typeof VERDICTS)[number];
}

@ApiTags('Corrections')
@Controller()
export class TextReviewsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(TextReviews) private readonly reviews: TextReviews,
  ) {}

  @ApiOperation({
    summary: 'Releases a free text to everybody in the trial, or keeps it with those who may know arms',
    description: 'A comment or a narrative leaves its site once it is released, or after 7 days. A flag stands.',
  })
  @Post('patients/:patient/text-reviews')
  @Records('review-text')
  reviewText(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { event, field, verdict }: TextReviewDto,
  ): Promise<Recorded> {
    return this.recording.ofPatient(
      invocation,
      patient,
      () => ({ type: 'ReviewText' }),
      ({ given }) => this.reviews.review(patient, { event, field, verdict }, given),
    );
  }
}
