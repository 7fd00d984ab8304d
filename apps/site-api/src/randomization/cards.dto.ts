import { Code, Instant, Whole } from '@bali/http';
import { ReasonedDto, SealedReasonedDto, Signature, type SignatureDto } from '@bali/recording';

const STRATUM = {
  pattern: '^CARDS(-[A-Z]{3})?$',
  called: 'a part of sealed cards: CARDS, or that of a site, such as CARDS-REI',
  example: 'CARDS',
};

export class PrintCardsDto extends ReasonedDto {
  @Code({ description: 'which cards: `CARDS`, or those of a site, such as `CARDS-REI`', ...STRATUM })
  readonly stratum!: string;
}

/** A randomization that was made with a sealed card while the system was down. */
export class RandomizationByCardDto extends SealedReasonedDto {
  @Code({ description: 'what stands on the outside of the card', ...STRATUM })
  readonly stratum!: string;

  @Whole({ description: 'the number on the outside of the card, from 0', min: 0, max: 1_000_000, example: 0 })
  readonly slot!: number;

  @Instant({ description: 'when the patient was randomized with it' })
  readonly randomizedAt!: string;

  @Signature('randomization')
  readonly signature?: SignatureDto;
}
