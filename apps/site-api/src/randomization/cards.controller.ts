import { AnotherSite, type Person, requireOwnSite } from '@bali/access';
import { type Invocation, Randomization, SealedCards } from '@bali/commands';
import { Action, Command, CurrentInvocation, Padded } from '@bali/http';
import { CardViews, type CardsView } from '@bali/queries';
import { PatientParameter, type Recorded, Recording, Records } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { siteOfCards } from '@bali/trial';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CARDS_ANSWER, CardsShown } from './cards-printed.js';
import { PrintCardsDto, RandomizationByCardDto } from './cards.dto.js';

/** Whoever works for some sites sees the cards of these alone. @throws AnotherSite */
function requireOwnCards(person: Person, stratum: string): void {
  const site = siteOfCards(stratum);
  if (site !== undefined) requireOwnSite(person, site);
  else if (person.sites.length > 0) throw new AnotherSite(CARDS_OF_ALL_SITES);
}

const CARDS_OF_ALL_SITES =
  'These cards are for the patients of every site, and you hold the role of the cell therapy unit for some of them: somebody who holds ' +
  'it for all sites prints them.';

/** Sealed cards, with which patients are randomized while the system is down. */
@ApiTags('Blinding')
@Controller()
export class CardsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Randomization) private readonly randomization: Randomization,
    @Inject(SealedCards) private readonly cards: SealedCards,
    @Inject(CardViews) private readonly views: CardViews,
  ) {}

  @ApiOperation({
    summary: 'Shows the unit all sealed cards of a part of the list, to be printed and sealed one by one',
    description:
      'Each printing is recorded before the cards are shown, and is of all cards of the stratum, opened ones included.',
  })
  @Post('trial/randomization-cards/printings')
  @Command('print-cards')
  @Padded(ARM_BLOCK_BYTES.records)
  @ApiCreatedResponse({ description: 'Recorded, durable, and then shown', type: CardsShown })
  async printCards(
    @CurrentInvocation() invocation: Invocation,
    @Body() { stratum }: PrintCardsDto,
  ): Promise<CardsShown> {
    requireOwnCards(invocation.person, stratum);
    const recorded = await this.recording.trial(invocation, () => ({ type: 'PrintCards', data: { stratum } }));
    return new CardsShown(recorded, await this.cards.ofStratum(invocation, stratum));
  }

  @ApiOperation({
    summary: 'Enters the randomization of a patient by a sealed card, made while the system was down',
    description:
      'Signed by an investigator, once the unit has documented that it opened the card for this patient. What is inside is told to nobody here.',
  })
  @Post('patients/:patient/randomization-by-card')
  @Records('randomize')
  enterRandomizationByCard(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() { stratum, slot, randomizedAt }: RandomizationByCardDto,
  ): Promise<Recorded> {
    return this.recording.ofPatient(
      invocation,
      patient,
      () => ({ type: 'RandomizePatient' }),
      ({ given }) => this.randomization.enterCard(patient, { stratum, slot, randomizedAt }, given),
    );
  }

  @ApiOperation({ summary: 'What became of the sealed cards: printed, opened, overdue' })
  @Get('trial/randomization-cards')
  @Action('read-trial')
  @Answers(CARDS_ANSWER)
  listCards(): Promise<readonly CardsView[]> {
    return this.views.all();
  }
}
