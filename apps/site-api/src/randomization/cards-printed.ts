import { armInFrench, armInWords } from '@bali/blinding';
import type { SealedCard } from '@bali/commands';
import type { CardsView } from '@bali/queries';
import { Recorded } from '@bali/recording';
import { instant, patientCode, record, slotNumber, stratumCode, whole } from '@bali/schema';
import { type DocumentedAnswer, yesOrNo } from '@bali/shared-routes';
import { ApiProperty } from '@nestjs/swagger';
import { TRIAL_STREAM } from '@bali/trial';
import { Type } from 'typebox';

const EXAMPLE = { arm: 'B', patient: 'REI-001' } as const;

class SealedCardView {
  @ApiProperty({ description: 'on the outside: the part of the list', example: 'CARDS' })
  readonly stratum!: string;

  @ApiProperty({ description: 'on the outside: the number of the card, from 0', example: 0 })
  readonly slot!: number;

  @ApiProperty({ description: 'inside: the arm', enum: ['A', 'B'], example: 'B' })
  readonly arm!: string;

  @ApiProperty({ description: 'inside: what is to be prepared', example: armInWords(EXAMPLE).product })
  readonly product!: string;

  @ApiProperty({ description: 'inside: the same in French', example: armInFrench(EXAMPLE).product })
  readonly productInFrench!: string;

  @ApiProperty({ description: 'inside: the nonce of the slot, lower-case hex', example: '7d1a5c0e'.repeat(8) })
  readonly nonce!: string;
}

/** The answer to a printing: all cards of the stratum, to be printed and sealed one by one. */
export class CardsShown extends Recorded {
  @ApiProperty({ description: 'every card, in order', type: [SealedCardView] })
  readonly cards: readonly SealedCard[];

  constructor({ revision, position, events }: Recorded, cards: readonly SealedCard[]) {
    super({ stream: TRIAL_STREAM, revision, position, events });
    this.cards = cards;
  }
}

export const CARDS_ANSWER: DocumentedAnswer<readonly CardsView[]> = {
  description: 'The sealed cards of each part of the list: printed, opened, overdue; never what is inside',
  schema: Type.Array(
    record({
      stratum: stratumCode,
      cards: whole('how many there are', 0, 1_000_000),
      printedAt: Type.Array(instant('when they were printed')),
      opened: Type.Array(
        record({
          slot: slotNumber,
          openedAt: instant('when it was opened'),
          patient: Type.Optional(patientCode),
          enteredAt: Type.Optional(instant('when an investigator entered the randomization')),
          isOverdue: yesOrNo('whether more than a day has passed, and the randomization is not entered'),
        }),
      ),
    }),
  ),
  example: [
    {
      stratum: 'CARDS',
      cards: 20,
      printedAt: ['2009-06-15T08:10:00.000Z'],
      opened: [{ slot: 0, openedAt: '2011-02-21T09:00:00+01:00', patient: 'REI-001', isOverdue: false }],
    },
  ],
};
