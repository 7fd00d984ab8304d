import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Accounts } from '../accounts/accounts.js';
import { AccountCommands } from './account-commands.js';
import { Administers } from './administers.js';
import { AsksForPasswords } from './asks-for-passwords.js';
import { AccountRecorded } from './identity-answers.js';
import {
  AccountParameter,
  CreateAccountDto,
  LinkOpenIdentityDto,
  RecognizePersonDto,
  RedactReasonDto,
  RenamePersonDto,
  ReasonDto,
  VerifyIdentityDto,
} from './identity.dto.js';

/** What administrators do with accounts. */
@ApiTags('Accounts')
@Controller('accounts')
export class AccountsController {
  readonly #accounts: Accounts;
  readonly #commands: AccountCommands;

  constructor(@Inject(Accounts) accounts: Accounts, @Inject(AccountCommands) commands: AccountCommands) {
    this.#accounts = accounts;
    this.#commands = commands;
  }

  @ApiOperation({ summary: 'Makes an account, with an initial password' })
  @Post()
  @Administers()
  createAccount(
    @CurrentInvocation() invocation: Invocation,
    @Body() { userId, name, organisation, samePersonAs, ofSameName }: CreateAccountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    const isAnotherPerson = ofSameName === 'another-person';
    const same = samePersonAs === undefined ? {} : { samePersonAs };
    const about = { userId, name, organisation, isAnotherPerson, ...same };
    return this.#commands.administer(invocation, userId, { type: 'CreateAccount', ...about }, reply);
  }

  @ApiOperation({
    summary: 'Records that the person has another name, or works elsewhere',
    description:
      'What the person did before keeps the name that it was done under. An account is never given to another person.',
  })
  @Post(':userId/name')
  @Administers()
  renamePerson(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { name, organisation, why }: RenamePersonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'RenamePerson', name, organisation, why }, reply);
  }

  @ApiOperation({
    summary: 'Records that the person has, or had, another account, too',
    description:
      'What was shown with either account, the person knows. Roles that do not go together are refused to one person, whatever ' +
      'the account.',
  })
  @Post(':userId/person')
  @Administers()
  recognizePerson(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { samePersonAs }: RecognizePersonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'RecognizePerson', samePersonAs }, reply);
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
    return this.#commands.administer(invocation, userId, { type: 'VerifyIdentity', how }, reply);
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
    return this.#commands.administer(invocation, userId, { type: 'LinkOpenIdentity', issuer, subject }, reply);
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
    return this.#commands.administer(invocation, userId, { type: 'DeactivateAccount' }, reply);
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
    return this.#commands.administer(invocation, userId, { type: 'UnlockAccount' }, reply);
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
    return this.#commands.administer(invocation, userId, { type: 'RevokeSessions' }, reply);
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
    return this.#commands.administer(invocation, userId, { type: 'RequestRecovery' }, reply);
  }

  @ApiOperation({
    summary: 'Approves new credentials that another administrator asked for: gives an initial password',
    description: 'Whoever approves verifies anew who the person is, as on the first day, and says how.',
  })
  @Post(':userId/recovery-approvals')
  @AsksForPasswords()
  @Administers()
  approveRecovery(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() { how }: VerifyIdentityDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'ApproveRecovery', how }, reply);
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
    return this.#commands.recorded(invocation, userId, reply, (asked) =>
      this.#accounts.redactText(invocation.person, { ...asked, request }),
    );
  }
}
