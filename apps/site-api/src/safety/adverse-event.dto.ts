import { CalendarDate, OneOf, Text, WordsOf } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { ADVERSE_EVENT_OUTCOMES, type PatientData, RELATIONSHIPS, SERIOUSNESS_CRITERIA } from '@bali/trial';
import { ReasonedDto } from '../recording/reasoned.dto.js';
import { Signature, SignatureDto } from '../signing/signature.dto.js';

type Reported = PatientData<'AdverseEventReported'>;

/** What is known of an adverse event, at its report or later. */
class WhatIsKnownDto extends ReasonedDto {
  @CalendarDate({ description: 'when it ended', optional: true, example: '2011-03-18' })
  readonly endedOn?: string;

  @WordsOf({
    description: 'the seriousness criteria that it meets (ICH E2A); none: it is not serious',
    of: SERIOUSNESS_CRITERIA,
    max: SERIOUSNESS_CRITERIA.length,
    example: ['hospitalisation'],
  })
  readonly seriousness!: Reported['seriousness'];

  @OneOf({ description: 'outcome', of: ADVERSE_EVENT_OUTCOMES, example: 'recovered' })
  readonly outcome!: Reported['outcome'];

  @Text({ description: 'narrative (free text)', max: MAX_TEXT_LENGTH, optional: true })
  readonly narrative?: string;

  @Signature('serious-adverse-event')
  readonly signature?: SignatureDto;
}

export class AdverseEventDto extends WhatIsKnownDto {
  @Text({
    description: 'what it was, in medical words',
    max: 200,
    oneLine: true,
    example: 'haematoma at the iliac crest',
  })
  readonly term!: string;

  @CalendarDate({ description: 'when it began', example: '2011-03-03' })
  readonly startedOn!: string;

  @OneOf({ description: 'severity', of: ['mild', 'moderate', 'severe'], example: 'moderate' })
  readonly severity!: Reported['severity'];

  @OneOf({
    description: "what it may be due to, in the investigator's judgement",
    of: RELATIONSHIPS,
    example: 'harvest',
  })
  readonly relatedTo!: Reported['relatedTo'];
}

export class AdverseEventFollowUpDto extends WhatIsKnownDto {
  @CalendarDate({ description: 'when this was known', example: '2011-03-20' })
  readonly assessedOn!: string;
}
