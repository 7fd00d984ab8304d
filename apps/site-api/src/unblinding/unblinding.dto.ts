import { Code, OneOf, Text } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { UNBLINDING_IMPACTS } from '@bali/trial';
import { ReasonedDto } from '../recording/reasoned.dto.js';
import { Signature, type SignatureDto } from '../signing/signature.dto.js';

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

export class TrialUnblindingDto extends UnblindingDto {
  @Signature('trial-unblinding')
  readonly signature?: SignatureDto;
}

export class TrialImpactAssessmentDto extends ReasonedDto {
  @OneOf({ description: 'what the unblinding has an impact on', of: UNBLINDING_IMPACTS, example: 'none' })
  readonly impact!: (typeof UNBLINDING_IMPACTS)[number];

  @Text({
    description: 'the assessment. Shown only to those who may know the arm, and to the person who wrote it',
    max: MAX_TEXT_LENGTH,
    example: 'the endpoint was assessed before, by somebody else',
  })
  readonly assessment!: string;
}

export class ImpactAssessmentDto extends TrialImpactAssessmentDto {
  @Code({
    description: 'the unblinding: the id of its event',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: 'the id of an event',
    example: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  })
  readonly unblinding!: string;
}
