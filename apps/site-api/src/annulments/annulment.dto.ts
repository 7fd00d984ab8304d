import { EventIds, OneOf } from '@bali/http';
import { Reason, Signature, SignatureDto } from '@bali/recording';
import { type ReasonCode, REASON_CODES, MAX_ANNULLED } from '@bali/trial';

export const ANNULMENT_EXAMPLE = {
  entries: ['6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a'],
  reasonCode: 'wrong-patient',
  reason: 'it belongs to the next patient on the ward list',
} as const;

/** What is annulled, all of it or nothing. */
export class AnnulmentDto {
  @EventIds({
    description: 'ids of the entries that are annulled together; what needs one of them has to be among them',
    max: MAX_ANNULLED,
    example: ANNULMENT_EXAMPLE.entries,
  })
  readonly entries!: readonly string[];

  @OneOf({
    description: 'why, as a code that everybody may read',
    of: REASON_CODES,
    example: ANNULMENT_EXAMPLE.reasonCode,
  })
  readonly reasonCode!: ReasonCode;

  @Reason()
  readonly reason?: string;

  @Signature('annulment')
  readonly signature?: SignatureDto;
}
