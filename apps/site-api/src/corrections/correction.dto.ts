import { AnyJson, Code, ListOf } from '@bali/http';
import { Despite, Reason, ReasonAsCode, Signature, SignatureDto } from '@bali/recording';
import type { ReasonCode } from '@bali/trial';

/** It makes no adverse event serious, so it is not signed. */
export const CORRECTION_EXAMPLE = {
  correctedEvent: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  field: '/volumeMl',
  newValue: 480,
  reason: 'transcription error',
} as const;

/** One value of a record, and what is right. */
export class CorrectedValueDto {
  @Code({
    description: 'id of the event that holds the value',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
    example: CORRECTION_EXAMPLE.correctedEvent,
  })
  readonly correctedEvent!: string;

  @Code({
    description: "JSON pointer to the value in that event's data",
    pattern: '^(/[A-Za-z0-9]{1,60}){1,6}$',
    called: 'a JSON pointer',
    example: CORRECTION_EXAMPLE.field,
  })
  readonly field!: string;

  @AnyJson({
    description: 'the right value; left out: there is none',
    optional: true,
    example: CORRECTION_EXAMPLE.newValue,
  })
  readonly newValue?: unknown;
}

/** Values that are corrected together. */
const MOST_TOGETHER = 50;

/** One value of a record, and others that are put right with it. */
export class CorrectedValuesDto extends CorrectedValueDto {
  @ListOf(() => CorrectedValueDto, {
    description: 'other values of the record that are corrected with it: judged together, and stored together',
    min: 1,
    max: MOST_TOGETHER,
    optional: true,
  })
  readonly also?: readonly CorrectedValueDto[];
}

export class CorrectionDto extends CorrectedValuesDto {
  @ReasonAsCode()
  readonly reasonCode?: ReasonCode;

  @Reason()
  readonly reason?: string;

  @Despite()
  readonly despite?: readonly string[];

  @Signature('serious-adverse-event')
  readonly signature?: SignatureDto;
}

/** One value of the record of the trial, and what is right. */
export class TrialCorrectionDto extends CorrectedValueDto {
  @ReasonAsCode()
  readonly reasonCode?: ReasonCode;

  @Reason()
  readonly reason?: string;
}
