import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { Code, OneOf, Text, WordsOf } from '@bali/http';
import { EDIT_CHECKS, type ReasonCode, REASON_CODES } from '@bali/trial';

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
export function ReasonAsCode(): PropertyDecorator {
  return OneOf({
    description: 'why, as a code that everybody may read; `other` if a reason is given without it',
    of: REASON_CODES,
    optional: true,
    example: REASON_CODES[0],
  });
}

/** That unusual values are right. */
export function Despite(): PropertyDecorator {
  return WordsOf({
    description:
      'the edit checks that are overridden, as the refusal names them: their values are right, and a reason says why',
    of: Object.keys(EDIT_CHECKS),
    ...{ min: 1, max: Object.keys(EDIT_CHECKS).length, optional: true },
  });
}

/** What every command may say besides its data. */
export class ReasonedDto {
  @Reason()
  readonly reason?: string;

  @ReasonAsCode()
  readonly reasonCode?: ReasonCode;
}

/** The same for what is entered again after it was annulled by mistake. */
export class EnteredDto extends ReasonedDto {
  @Code({
    description: 'id of the annulled event in whose place this one stands, where it is entered again',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
    optional: true,
  })
  readonly replaces?: string;

  @Despite()
  readonly despite?: readonly string[];
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
