import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { Text } from '@bali/http';

/** What every command may say besides its data. */
export class ReasonedDto {
  @Text({
    description: 'why; required for corrections, amendments and closures. A free text: keep names out of it',
    max: MAX_TEXT_LENGTH,
    optional: true,
    example: 'transcription error, source document checked',
  })
  readonly reason?: string;
}
