import { Text } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { ReasonedDto, Signature, type SignatureDto } from '@bali/recording';

/** An unblinding says why; what it says can give away the arm, and is shown only to those who may know. */
class UnblindingDto extends ReasonedDto {
  @Text({
    description: 'why; required. Shown only to those who may know the arm, and to the person who wrote it',
    max: MAX_TEXT_LENGTH,
    optional: true,
    example: 'septic shock after the implantation: the intensive care unit has to know what was implanted',
  })
  declare readonly reason?: string;
}

export class EmergencyUnblindingDto extends UnblindingDto {
  @Signature('emergency-unblinding')
  readonly signature?: SignatureDto;
}

export class PlannedUnblindingDto extends UnblindingDto {
  @Signature('planned-unblinding')
  readonly signature?: SignatureDto;
}
