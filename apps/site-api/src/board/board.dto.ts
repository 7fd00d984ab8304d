import { CalendarDate, OneOf, Whole, WordsOf } from '@bali/http';
import { ReasonedDto } from '@bali/recording';
import { BOARD_CHANGES, BOARD_RECOMMENDATIONS } from '@bali/trial';

/** What the board says to everybody: it holds no free text, so that it can tell no arm. */
export class BoardRecommendationDto extends ReasonedDto {
  @CalendarDate({ description: 'when the board met' })
  readonly metOn!: string;

  @Whole({
    description: 'the last event of the trial ledger that was in the tables of the board',
    ...{ min: 0, max: Number.MAX_SAFE_INTEGER, example: 682 },
  })
  readonly position!: number;

  @OneOf({ description: 'what the board recommends', of: BOARD_RECOMMENDATIONS, example: 'continue' })
  readonly recommendation!: (typeof BOARD_RECOMMENDATIONS)[number];

  @WordsOf({
    description: 'what has to change, where the trial goes on with changes',
    of: BOARD_CHANGES,
    ...{ min: 1, max: BOARD_CHANGES.length, optional: true },
  })
  readonly changes?: readonly (typeof BOARD_CHANGES)[number][];
}
