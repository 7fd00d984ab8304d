import type { Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccountCommands } from './account-commands.js';
import { Administers } from './administers.js';
import { AccountRecorded } from './identity-answers.js';
import { AccountParameter, DelegateRoleDto, NumberedParameter, ReasonDto, VerifyIdentityDto } from './identity.dto.js';

/** Who may do what: by one administrator, or by two where the role shows arms or administers. */
@ApiTags('Accounts')
@Controller('accounts/:userId')
export class DelegationsController {
  readonly #commands: AccountCommands;

  constructor(@Inject(AccountCommands) commands: AccountCommands) {
    this.#commands = commands;
  }

  @ApiOperation({
    summary: 'Delegates a role, at sites and for a time',
    description:
      'A role that shows arms, and that of administrator, two administrators delegate: it is refused here, and asked for ' +
      'with a request for a delegation.',
  })
  @Post('delegations')
  @Administers()
  delegateRole(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() wanted: DelegateRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'DelegateRole', ...termsOf(wanted) }, reply);
  }

  @ApiOperation({ summary: 'Ends a delegation, and the sessions in its role, at once' })
  @Post('delegations/:number/end')
  @Administers()
  endDelegation(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId, number }: NumberedParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'EndDelegation', delegation: number }, reply);
  }

  @ApiOperation({ summary: 'Asks for a delegation, which another administrator has to approve within 14 days' })
  @Post('delegation-requests')
  @Administers()
  requestDelegation(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId }: AccountParameter,
    @Body() wanted: DelegateRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'RequestDelegation', ...termsOf(wanted) }, reply);
  }

  @ApiOperation({
    summary: 'Approves a delegation that another administrator asked for',
    description:
      'The approver says how they know who the person is. It counts only if the identity of each of the two administrators was ' +
      'verified by somebody else than the other.',
  })
  @Post('delegation-requests/:number/approval')
  @Administers()
  approveDelegation(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId, number }: NumberedParameter,
    @Body() { how }: VerifyIdentityDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'ApproveDelegation', request: number, how }, reply);
  }

  @ApiOperation({ summary: 'Withdraws a request for a delegation, or declines it' })
  @Post('delegation-requests/:number/end')
  @Administers()
  endDelegationRequest(
    @CurrentInvocation() invocation: Invocation,
    @Param() { userId, number }: NumberedParameter,
    @Body() _: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountRecorded> {
    return this.#commands.administer(invocation, userId, { type: 'EndDelegationRequest', request: number }, reply);
  }
}

/** What is delegated, where, and for how long. */
function termsOf({ role, sites = [], from, until }: DelegateRoleDto) {
  return { role, sites, from, ...(until === undefined ? {} : { until }) };
}
