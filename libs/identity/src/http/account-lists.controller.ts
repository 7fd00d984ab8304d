import { dayOf } from '@bali/access';
import type { Clock } from '@bali/commands';
import { Action } from '@bali/http';
import { CLOCK } from '@bali/installation';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Accounts } from '../accounts/accounts.js';
import { AccountAnswer, AccountsAnswer, DelegationLogAnswer, DelegationLogOfDay } from './identity-answers.js';
import { DelegationLogQuery } from './identity.dto.js';

/** Who there is, and who may do what. The people of a trial are few: these lists are whole. */
@ApiTags('Accounts')
@Controller()
export class AccountListsController {
  readonly #accounts: Accounts;
  readonly #now: Clock;

  constructor(@Inject(Accounts) accounts: Accounts, @Inject(CLOCK) now: Clock) {
    this.#accounts = accounts;
    this.#now = now;
  }

  @ApiOperation({ summary: 'Every account, also those that are deactivated' })
  @ApiOkResponse({ type: AccountsAnswer })
  @Get('accounts')
  @Action('manage-accounts')
  async listAccounts(): Promise<AccountsAnswer> {
    const now = this.#now().toISOString();
    const accounts = await this.#accounts.all();
    return new AccountsAnswer(
      accounts.map((account) => new AccountAnswer(account, this.#accounts.holderOf(account.userId), now)),
    );
  }

  @ApiOperation({ summary: 'The delegation log: who could do what, where, on a day' })
  @ApiOkResponse({ type: DelegationLogOfDay })
  @Get('delegation-log')
  @Action('read-delegation-log')
  async readDelegationLog(@Query() query: DelegationLogQuery): Promise<DelegationLogOfDay> {
    const on = query.on ?? dayOf(this.#now().toISOString());
    const entries = await this.#accounts.delegationLog(on);
    return new DelegationLogOfDay(
      on,
      entries.map((entry) => new DelegationLogAnswer(entry)),
    );
  }
}
