import type { AccountCommand } from '@bali/access';
import { commandIdentifier, type CommandIdentifier, type Invocation } from '@bali/commands';
import { CurrentInvocation, setEntityTag } from '@bali/http';
import { TRIAL } from '@bali/protocol';
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type AccountHandled, type AccountRequest, Accounts } from '../accounts/accounts.js';
import { AUTHENTICATION, type Authentication } from '../authentication.js';
import { Administers } from './administers.js';
import { AsksForPasswords } from './asks-for-passwords.js';
import { AccountRecorded } from './identity-answers.js';
import {
  AccountParameter,
  CreateAccountDto,
  DelegateRoleDto,
  DelegationParameter,
  LinkOpenIdentityDto,
  RedactReasonDto,
  ReasonDto,
  VerifyIdentityDto,
} from './identity.dto.js';

/** What administrators do with accounts, and with what others may do. */
@ApiTags('Accounts')
@Controller('accounts')
export class AccountsController {
  readonly #accounts: Accounts;
  readonly #authentication: Authentication;
  readonly #identityOf: CommandIdentifier = commandIdentifier(TRIAL.id);

  constructor(@Inject(Accounts) accounts: Accounts, @Inject(AUTHENTICATION) authentication: Authentication) {
    this.#accounts = accounts;
    this.#authentication = authentication;
  }

  @ApiOperation({ summary: 'Makes an account, with an initial password' })
  @Post()
  @Administers()
  createAccount(
    @CurrentInvocation() invocation: Invocation,
    @Body() { userId, name, organisation }: CreateAccountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'CreateAccount', userId, name, organisation }, reply);
  }

  @ApiOperation({ summary: 'Records that the identity of the person was verified' })
  @Post(':userId/identity-verification')
  @Administers()
  verifyIdentity(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { how }: VerifyIdentityDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'VerifyIdentity', how }, reply);
  }

  @ApiOperation({ summary: 'Links the account to the person at an OpenID provider' })
  @Post(':userId/open-identity')
  @Administers()
  linkOpenIdentity(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { issuer, subject }: LinkOpenIdentityDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'LinkOpenIdentity', issuer, subject }, reply);
  }

  @ApiOperation({ summary: 'Delegates a role, at sites and for a time' })
  @Post(':userId/delegations')
  @Administers()
  delegateRole(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { role, sites = [], from, until }: DelegateRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    const period = until === undefined ? { from } : { from, until };
    return this.#done(invocation, userId, { type: 'DelegateRole', role, sites, ...period }, reply);
  }

  @ApiOperation({ summary: 'Ends a delegation, and the sessions in its role, at once' })
  @Post(':userId/delegations/:number/end')
  @Administers()
  endDelegation(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId, number }: DelegationParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'EndDelegation', delegation: number }, reply);
  }

  @ApiOperation({ summary: 'Deactivates the account, for good, and ends its sessions at once' })
  @Post(':userId/deactivation')
  @Administers()
  deactivateAccount(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'DeactivateAccount' }, reply);
  }

  @ApiOperation({ summary: 'Lifts a lock-out' })
  @Post(':userId/unlocking')
  @Administers()
  unlockAccount(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'UnlockAccount' }, reply);
  }

  @ApiOperation({ summary: 'Ends every session of the account at once' })
  @Post(':userId/session-revocation')
  @Administers()
  revokeSessions(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'RevokeSessions' }, reply);
  }

  @ApiOperation({ summary: 'Asks for new credentials for the person' })
  @Post(':userId/recovery-requests')
  @AsksForPasswords()
  @Administers()
  requestRecovery(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'RequestRecovery' }, reply);
  }

  @ApiOperation({ summary: 'Approves new credentials that another administrator asked for: gives an initial password' })
  @Post(':userId/recovery-approvals')
  @AsksForPasswords()
  @Administers()
  approveRecovery(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#done(invocation, userId, { type: 'ApproveRecovery' }, reply);
  }

  @ApiOperation({
    summary: 'Erases a reason that holds personal data, and its salt, for good',
    description: 'By another administrator than the one who gave it. The record keeps the hash and stays verifiable.',
  })
  @Post(':userId/redactions')
  @Administers()
  redactReason(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { redactedEvent, why }: RedactReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    const request = { redactedEvent, field: '/metadata/reason', why };
    return this.#recorded(invocation, userId, reply, (asked) =>
      this.#accounts.redactText(invocation.person, { ...asked, request }),
    );
  }

  #done(
    invocation: Invocation,
    userId: string,
    command: AccountCommand,
    reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#recorded(invocation, userId, reply, (asked) =>
      this.#accounts.administer(invocation.person, { ...asked, command }),
    );
  }

  async #recorded(
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
