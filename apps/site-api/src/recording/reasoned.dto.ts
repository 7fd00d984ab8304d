import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { Text } from '@bali/http';

/** Why something is recorded. */
export function Reason(): PropertyDecorator {
  return Text({
    description: 'why; required for corrections, amendments and closures. A free text: keep names out of it',
    max: MAX_TEXT_LENGTH,
    optional: true,
    example: 'transcription error, source document checked',
  });
}

/** What every command may say besides its data. */
export class ReasonedDto {
  @Reason()
  readonly reason?: string;
}

/** The same for what is kept beside the sealed ledger, where a text has less room. */
export class SealedReasonedDto extends ReasonedDto {
  @Text({
    description: 'why. A free text: keep names out of it',
    max: MAX_SEALED_TEXT_LENGTH,
    optional: true,
    example: 'as agreed with the coordinating investigator',
  })
  declare readonly reason?: string;
}
