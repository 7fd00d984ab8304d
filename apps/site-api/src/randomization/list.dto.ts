import { AscendingWholes, SiteCodes, Whole } from '@bali/http';
import { MAX_SITES } from '@bali/protocol';
import { SealedReasonedDto } from '@bali/recording';

/** What is drawn is told to nobody; neither is what of this was asked for. */
export class DrawListDto extends SealedReasonedDto {
  @SiteCodes({
    description:
      'the sites that each get a list of their own, beside one for all that are opened later; left out: one list for the whole trial',
    min: 1,
    // The part for all others is one more.
    max: MAX_SITES - 1,
    optional: true,
  })
  readonly sites?: string[];

  @AscendingWholes({
    description: 'the sizes that blocks may have, even, each as likely; left out: as the protocol says',
    min: 2,
    max: 100,
    maxItems: 20,
    optional: true,
  })
  readonly sizes?: number[];

  @Whole({ description: 'slots of each list (default: 160)', min: 1, max: 10_000, optional: true, example: 160 })
  readonly length?: number;

  @Whole({
    description:
      'sealed cards for each list, in a part of its own (default: 20), for patients who are randomized while the system is down; 0: none',
    min: 0,
    max: 1_000,
    optional: true,
    example: 20,
  })
  readonly cards?: number;
}
