import { exampleSignature, Reason, Signature, SignatureDto } from '@bali/recording';
import { OmitType } from '@nestjs/swagger';
import { EventIds, ListOf, OneOf } from '@bali/http';
import { MAX_ANNULLED, type ReasonCode, REASON_CODES, SIGNATURES } from '@bali/trial';
import { CORRECTION_EXAMPLE, CorrectedValueDto } from '../corrections/correction.dto.js';

const { correctedEvent, field } = CORRECTION_EXAMPLE;

export const ERRATUM_EXAMPLE = {
  values: [{ correctedEvent, field, newValue: 475 }],
  reasonCode: 'transcription-error',
  reason: 'found when the source documents were archived',
  signature: exampleSignature(SIGNATURES.erratum.meaning),
} as const;

/** Values that one erratum puts right together. */
const MOST_TOGETHER = 50;

export const TRIAL_ERRATUM_EXAMPLE = {
  ...ERRATUM_EXAMPLE,
  values: [{ correctedEvent, field: '/openedOn', newValue: '2026-01-14' }],
  reasonCode: 'source-corrected',
  reason: 'read once more in the file of the sponsor',
} as const;

/** What was wrong in the locked record of a patient: values, entries that have not to count, entries that have to. */
export class ErratumDto {
  @ListOf(() => CorrectedValueDto, {
    description: 'the values that are wrong, and what is right; judged together with all that the erratum says',
    min: 1,
    max: MOST_TOGETHER,
    optional: true,
  })
  readonly values?: readonly CorrectedValueDto[];

  @EventIds({
    description: 'ids of entries that have not to count; what needs one of them has to be among them',
    max: MAX_ANNULLED,
    optional: true,
  })
  readonly notToCount?: readonly string[];

  @EventIds({
    description: 'ids of entries that were recorded after the lock, and have to count',
    max: MAX_ANNULLED,
    optional: true,
  })
  readonly toCount?: readonly string[];

  @OneOf({
    description: 'why, as a code that everybody may read',
    of: REASON_CODES,
    example: ERRATUM_EXAMPLE.reasonCode,
  })
  readonly reasonCode!: ReasonCode;

  @Reason()
  readonly reason?: string;

  @Signature('erratum')
  readonly signature?: SignatureDto;
}

/** What was wrong in the locked entries about the trial or its sites: values, and entries that have not to count. */
export class TrialErratumDto extends OmitType(ErratumDto, ['toCount']) {}
