import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import { type RegisterEntry, UnblindingRegister } from '@bali/queries';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { AtLeastQuery } from '../at-least.dto.js';
import { REGISTER_ANSWER } from './register-answer.js';

/** Who knows, for all to see. An API that has it provides the `UnblindingRegister`. */
@ApiTags('Blinding')
@Controller('unblinding-register')
@Action('read-unblinding-register')
export class UnblindingRegisterController {
  readonly #register: UnblindingRegister;

  constructor(@Inject(UnblindingRegister) register: UnblindingRegister) {
    this.#register = register;
  }

  @ApiOperation({
    summary: 'Who knows whose arm, since when and how it came about; never what',
    description:
      'The unblindings; and everybody to whom a role was delegated that shows arms (the cell therapy unit, an inspector with ' +
      'access to the sealed ledger), from the moment of the delegation; after the unblinding of the trial also whoever may read all arms. Of single patients, a site role sees its own.',
  })
  @Get()
  @Answers(REGISTER_ANSWER)
  readUnblindingRegister(
    @CurrentPerson() person: Person,
    @Query() query: AtLeastQuery,
  ): Promise<readonly RegisterEntry[]> {
    return this.#register.entries(person, query);
  }
}
