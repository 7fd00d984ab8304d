import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { Code, OneOf, Text } from '@bali/http';
import { type Cause, CAUSES } from '@bali/trial';

/** Why something is recorded. */
export function Reason(): PropertyDecorator {
  return Text({
    description: 'why; required for corrections, amendments and closures. A free text: keep names out of it',
    max: MAX_TEXT_LENGTH,
    optional: true,
    example: 'transcription error, source document checked',
  });
}

/** Why, as a code: everybody may read and count it. */
export function CauseOfIt(): PropertyDecorator {
  return OneOf({
    description: 'why, as a code that everybody may read; `other` if a reason is given without it',
    of: CAUSES,
    optional: true,
    example: CAUSES[0],
  });
}

/** What every command may say besides its data. */
export class ReasonedDto {
  @Reason()
  readonly reason?: string;

  @CauseOfIt()
  readonly reasonCode?: Cause;
}

/** The same for what is entered again after it was annulled by mistake. */
export class EnteredDto extends ReasonedDto {
  @Code({
    description: 'id of the annulled event in whose place this one stands, where it is entered again',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
    optional: true,
    example: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  })
  readonly replaces?: string;
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
