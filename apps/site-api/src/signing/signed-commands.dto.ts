import { ReasonedDto, SealedReasonedDto, Signature, SignatureDto } from '@bali/recording';

/** The reason is kept beside both ledgers, so that a randomization that a crash cut in two can be finished with it. */
export class RandomizationDto extends SealedReasonedDto {
  @Signature('randomization')
  readonly signature?: SignatureDto;
}

export class UnitStatementDto extends ReasonedDto {
  @Signature('unit-statement')
  readonly signature?: SignatureDto;
}

export class DatabaseLockDto extends ReasonedDto {
  @Signature('database-lock')
  readonly signature?: SignatureDto;
}
