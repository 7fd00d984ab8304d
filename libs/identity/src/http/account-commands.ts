import type { AccountCommand } from '@bali/access';
import { commandIdentifier, type CommandIdentifier, type Invocation } from '@bali/commands';
import { setEntityTag } from '@bali/http';
import { TRIAL } from '@bali/protocol';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AccountHandled, type AccountRequest, Accounts } from '../accounts/accounts.js';
import { AUTHENTICATION, type Authentication } from '../authentication.js';
import { AccountRecorded } from './identity-answers.js';
import type { ReasonDto } from './identity.dto.js';

/** From a request of an administrator to the record, and to its answer. */
@Injectable()
export class AccountCommands {
  readonly #accounts: Accounts;
  readonly #authentication: Authentication;
  readonly #identityOf: CommandIdentifier = commandIdentifier(TRIAL.id);

  constructor(@Inject(Accounts) accounts: Accounts, @Inject(AUTHENTICATION) authentication: Authentication) {
    this.#accounts = accounts;
    this.#authentication = authentication;
  }

  /** Records a command of an administrator. */
  administer(
    invocation: Invocation,
    userId: string,
    command: AccountCommand,
    reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.recorded(invocation, userId, reply, (asked) =>
      this.#accounts.administer(invocation.person, { ...asked, command }),
    );
  }

  /** Records what an administrator asks for, and answers with what came of it. */
  async recorded(
    invocation: Invocation,
    userId: string,
    reply: FastifyReply,
    record: (asked: Omit<AccountRequest, 'command'>) => Promise<AccountHandled>,
  ): Promise<AccountRecorded> {
    const { person, expectedRevision } = invocation;
    const { reason, ...body } = invocation.body as ReasonDto;
    // What is hashed into the event for ever holds no secret, and no reason: that may have to be erased, and must not be guessed then.
    const identity = this.#identityOf({ ...invocation, userId: person.userId, body });
    const repeatable = {
      ...identity,
      ...(reason === undefined ? {} : { reason }),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    };
    const { initialPassword, ...recorded } = await record({ userId, asking: invocation, repeatable });
    // Where passwords let nobody in, one that is handed out would only mislead.
    const isOfUse = initialPassword !== undefined && this.#authentication.asksForPasswords;
    const handled: AccountHandled = isOfUse ? { ...recorded, initialPassword } : recorded;
    setEntityTag(reply, handled.revision);
    return new AccountRecorded(handled);
  }
}
